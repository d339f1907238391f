#include "indicators/families.hpp"

#include <algorithm>
#include <array>

#include "indicators/stock.hpp"
#include "processes/home.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Who lives in a household, as far as its type goes.
struct Members {
    std::uint8_t adults = 0;
    std::uint8_t minors = 0;
    std::uint8_t partnered = 0;  ///< members who live with a partner
};

HouseholdType type_of(const Members& members)
{
    const int people = members.adults + members.minors;
    if (people == 1) {
        return HouseholdType::one_person;
    }
    if (members.partnered == 2 && members.adults == 2) {
        return members.minors == 0 ? HouseholdType::couple : HouseholdType::couple_with_children;
    }
    if (members.adults <= 1) {
        return HouseholdType::lone_parent;
    }
    return members.partnered > 0 || members.minors > 0 ? HouseholdType::extended
                                                       : HouseholdType::adults_only;
}

}  // namespace

FamilyIndicators::FamilyIndicators(Registry& registry, const Columns& columns, const Axes& axes)
    : schema_(registry.schema()),
      columns_(columns),
      women_(registry.add_tally(
          yearly_stock("women_by_partner", "women by age, alone or with a partner", "persons",
                       {axes.age_group, Axis("with_partner", {"no", "yes"})}))),
      by_size_(
          registry.add_tally(yearly_stock("households_by_size", "households by number of members",
                                          "households", {axes.household_size}))),
      by_type_(registry.add_tally(yearly_stock(
          "households_by_type", "households by who lives in them: couples, children under 18",
          "households", {axes.household_type}))),
      education_(
          registry.add_tally(yearly_stock("people_by_education", "people by age and education",
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
            .reads = {"gone", "birth_month", "sex", "partner", "education", "household"}};
}

void FamilyIndicators::commit(const ShardContext& here, Shard& shard)
{
    count_people(here, shard);
    count_households(here, shard);
}

void FamilyIndicators::count_households(const ShardContext& here, const Shard& shard) const
{
    const Rows& people = shard.people();
    const auto gone = people[schema_.person.gone];
    const auto birth_month = people[schema_.person.birth_month];
    const auto household = people[schema_.person.household];
    const auto partner = people[columns_.partner];
    std::vector<Members> members(shard.households().size());
    for (std::size_t row = 0; row < people.size(); ++row) {
        if (gone[row] != Gone::no) {
            continue;
        }
        Members& home = members[household[row].value()];
        const std::uint8_t is_adult =
            age_in_years(birth_month[row], here.step.now) >= adult_age ? 1 : 0;
        home.adults += is_adult;
        home.minors += is_adult ^ 1U;
        const PersonId other = partner[row];
        if (other.valid() && household[other.value()] == household[row]) {
            ++home.partnered;
        }
    }
    const auto size = shard.households()[schema_.household.size];
    for (std::size_t row = 0; row < members.size(); ++row) {
        if (size[row] > 0) {
            here.counts.add(by_size_, std::min<std::size_t>(size[row], largest_size_) - 1);
            here.counts.add(by_type_, static_cast<std::size_t>(type_of(members[row])));
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
    std::array<std::int64_t, num_age_groups * num_educations> by_education{};
    std::array<std::int64_t, num_age_groups * 2> women{};
    for (std::size_t row = 0; row < people.size(); ++row) {
        const auto age = static_cast<std::size_t>(age_in_years(birth_month[row], here.step.now));
        const std::size_t group = group_of(age).value();
        const bool is_here = gone[row] == Gone::no;
        by_education[group * num_educations + static_cast<std::size_t>(education[row])] +=
            is_here ? 1 : 0;
        women[group * 2 + (partner[row].valid() ? 1 : 0)] +=
            is_here & (sex[row] == Sex::female) ? 1 : 0;
    }
    here.counts.add_cells(education_, by_education);
    here.counts.add_cells(women_, women);
}

}  // namespace qonys::models::kz_migration
