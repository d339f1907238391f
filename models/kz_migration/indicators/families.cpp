#include "indicators/families.hpp"

#include <algorithm>

namespace qonys::models::kz_migration {
namespace {

TallySpec stock(std::string name, std::string description, std::string unit, std::vector<Axis> axes)
{
    return {.name = std::move(name),
            .description = std::move(description),
            .unit = std::move(unit),
            .measurement = Measurement::stock,
            .cadence = Cadence::yearly,
            .axes = std::move(axes)};
}

}  // namespace

FamilyIndicators::FamilyIndicators(Registry& registry, const Columns& columns, const Axes& axes)
    : schema_(registry.schema()),
      columns_(columns),
      women_(registry.add_tally(stock("women_by_partner", "women by age, alone or with a partner",
                                      "persons",
                                      {axes.age_group, Axis("with_partner", {"no", "yes"})}))),
      households_(registry.add_tally(stock("households_by_size", "households by number of members",
                                           "households", {axes.household_size}))),
      education_(registry.add_tally(stock("people_by_education", "people by age and education",
                                          "persons", {axes.age_group, axes.education}))),
      largest_size_(axes.household_size.size())
{
}

ProcessInfo FamilyIndicators::info() const
{
    return {.name = "family_indicators",
            .description = "counts couples, households and levels of education once a year",
            .stage = Stage::record,
            .cadence = Cadence::yearly,
            .month_of_year = 12,
            .reads = {"gone", "birth_month", "sex", "partner", "education"}};
}

void FamilyIndicators::commit(const ShardContext& here, Shard& shard)
{
    count_people(here, shard);
    for (const std::uint8_t size : shard.households()[schema_.household.size]) {
        if (size > 0) {
            here.counts.add(households_, std::min<std::size_t>(size, largest_size_) - 1);
        }
    }
}

void FamilyIndicators::count_people(const ShardContext& here, const Shard& shard) const
{
    const Rows& people = shard.people();
    const auto gone = people[schema_.person.gone];
    const auto birth_month = people[schema_.person.birth_month];
    const auto sex = people[schema_.person.sex];
    const auto partner = people[columns_.partner];
    const auto education = people[columns_.education];
    for (std::size_t row = 0; row < people.size(); ++row) {
        if (gone[row] != Gone::no) {
            continue;
        }
        const auto age = static_cast<std::size_t>(age_in_years(birth_month[row], here.step.now));
        const std::size_t group = group_of(age).value();
        here.counts.add(education_,
                        group * num_educations + static_cast<std::size_t>(education[row]));
        if (sex[row] == Sex::female) {
            here.counts.add(women_, group * 2 + (partner[row].valid() ? 1 : 0));
        }
    }
}

}  // namespace qonys::models::kz_migration
