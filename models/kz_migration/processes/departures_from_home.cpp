#include "processes/departures_from_home.hpp"

#include <algorithm>
#include <tuple>

namespace qonys::models::kz_migration {

void keep_one_of_each_household(std::vector<Leaver>& leavers)
{
    std::sort(leavers.begin(), leavers.end(), [](const Leaver& a, const Leaver& b) {
        return std::tie(a.household, a.key) < std::tie(b.household, b.key);
    });
    leavers.erase(std::unique(leavers.begin(), leavers.end(),
                              [](const Leaver& a, const Leaver& b) {
                                  return a.household == b.household;
                              }),
                  leavers.end());
}

bool takes_minors(const Home& home, Sex sex, int children_ever_born)
{
    if (home.minors == 0) {
        return false;
    }
    const bool is_only_mother =
        sex == Sex::female && home.adult_women == 1 && children_ever_born > 0;
    return home.adults == 1 || is_only_mother;
}

std::vector<PersonId> party_of(const Shard& shard, const WorldSchema& schema,
                               const Columns& columns, PersonId leaver, Month now)
{
    const Rows& people = shard.people();
    const std::size_t row = leaver.value();
    const HouseholdId household = people[schema.person.household][row];
    const Home home = home_of(shard, schema, household, now);
    std::vector<PersonId> party{leaver};
    if (takes_minors(home, people[schema.person.sex][row],
                     people[columns.children_ever_born][row])) {
        for_each_member(shard, schema, household, [&](std::size_t member) {
            if (age_in_years(people[schema.person.birth_month][member], now) < adult_age &&
                member != row) {
                party.push_back(PersonId(static_cast<PersonId::rep>(member)));
            }
        });
    }
    return party;
}

void settle(World& world, const Columns& columns, const Arrival& arrival)
{
    Shard& shard = world.shards()[arrival.shard];
    Area& here = shard.people()[columns.area][arrival.person.value()];
    Area& home = shard.households()[columns.household_area][arrival.household.value()];
    if (arrival.founded) {
        home = here;
    }
    here = home;
}

}  // namespace qonys::models::kz_migration
