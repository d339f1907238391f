#include "census.hpp"

#include "axes.hpp"

namespace qonys::models::closed_population {

Census::Census(Registry& registry)
    : person_(registry.schema().person),
      population_(registry.add_tally({.name = "population",
                                      .description = "people at the end of the year",
                                      .unit = "persons",
                                      .measurement = Measurement::stock,
                                      .cadence = Cadence::yearly,
                                      .axes = {age_axis(), sex_axis()}}))
{}

ProcessInfo Census::info() const
{
    return {.name = "census",
            .description = "people by age and sex",
            .stage = Stage::record,
            .cadence = Cadence::yearly,
            .month_of_year = 12,
            .reads = {"birth_month", "sex", "gone"}};
}

void Census::propose(const ShardContext& here, const Shard& shard)
{
    const Rows& people = shard.people();
    const auto birth_month = people[person_.birth_month];
    const auto sex = people[person_.sex];
    const auto gone = people[person_.gone];
    for (std::size_t row = 0; row < people.size(); ++row) {
        if (gone[row] == Gone::no) {
            const int age = age_position(birth_month[row], here.step.now);
            here.counts.add(population_,
                            static_cast<std::size_t>(age) * num_sexes + axis_position(sex[row]));
        }
    }
}

}  // namespace qonys::models::closed_population
