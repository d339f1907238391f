#include "processes/home.hpp"

namespace qonys::models::kz_migration {

Home home_of(const Shard& shard, const WorldSchema& schema, HouseholdId household, Month now)
{
    const auto birth_month = shard.people()[schema.person.birth_month];
    const auto sex = shard.people()[schema.person.sex];
    Home home;
    for_each_member(shard, schema, household, [&](std::size_t row) {
        const int age = age_in_years(birth_month[row], now);
        if (age >= adult_age) {
            ++home.adults;
            home.adult_women += sex[row] == Sex::female ? 1 : 0;
        } else {
            ++home.minors;
            home.young_minors += age < Home::age_alone ? 1 : 0;
        }
    });
    return home;
}

}  // namespace qonys::models::kz_migration
