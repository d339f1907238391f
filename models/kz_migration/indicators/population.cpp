#include "indicators/population.hpp"

#include <array>

namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t most_regions = 256;
using ByRegion = std::array<std::int64_t, most_regions>;

void add_all(Tallies& counts, TallyId tally, const ByRegion& people, std::size_t num_regions)
{
    for (std::size_t region = 0; region < num_regions; ++region) {
        counts.add(tally, region, people[region]);
    }
}

}  // namespace

PopulationIndicators::PopulationIndicators(Registry& registry, const Columns& columns,
                                           const Axes& axes)
    : schema_(registry.schema()),
      columns_(columns),
      num_regions_(axes.region.size()),
      registered_(registry.add_tally({.name = "population",
                                      .description = "registered population at the end of the month",
                                      .unit = "persons",
                                      .measurement = Measurement::stock,
                                      .axes = {axes.region}})),
      present_(registry.add_tally(
          {.name = "population_present",
           .description = "people by actual region, without citizens who stay abroad",
           .unit = "persons",
           .measurement = Measurement::stock,
           .axes = {axes.region}})),
      by_age_(registry.add_tally(
          {.name = "population_by_age",
           .description = "registered population at the end of the year by age and sex",
           .unit = "persons",
           .measurement = Measurement::stock,
           .cadence = Cadence::yearly,
           .axes = {axes.region, axes.age_group, axes.sex}}))
{
}

ProcessInfo PopulationIndicators::info() const
{
    return {.name = "population_indicators",
            .description = "counts people by region, age and sex",
            .stage = Stage::record,
            .reads = {"gone", "region", "registered_region", "stay", "birth_month", "sex"}};
}

void PopulationIndicators::commit(const ShardContext& here, Shard& shard)
{
    const Rows& people = shard.people();
    const auto gone = people[schema_.person.gone];
    const auto region = people[schema_.person.region];
    const auto registered = people[columns_.registered_region];
    const auto stay = people[columns_.stay];
    ByRegion num_registered{};
    ByRegion num_present{};
    for (std::size_t row = 0; row < gone.size(); ++row) {
        // Whole numbers instead of branches: this loop sees everybody, every month.
        const std::int64_t is_here = gone[row] == Gone::no ? 1 : 0;
        num_registered[registered[row].value()] += is_here;
        num_present[region[row].value()] += stay[row] == at_home ? is_here : 0;
    }
    add_all(here.counts, registered_, num_registered, num_regions_);
    add_all(here.counts, present_, num_present, num_regions_);
    if (here.step.now.month_of_year() == 12) {
        count_ages(here, shard);
    }
}

void PopulationIndicators::count_ages(const ShardContext& here, const Shard& shard) const
{
    const Rows& people = shard.people();
    for (std::size_t row = 0; row < people.size(); ++row) {
        if (people[schema_.person.gone][row] != Gone::no) {
            continue;
        }
        const int age = age_in_years(people[schema_.person.birth_month][row], here.step.now);
        const std::size_t cell =
            (people[columns_.registered_region][row].value() * num_age_groups +
             group_of(static_cast<std::size_t>(age)).value()) *
                num_sexes +
            static_cast<std::size_t>(people[schema_.person.sex][row]);
        here.counts.add(by_age_, cell);
    }
}

}  // namespace qonys::models::kz_migration
