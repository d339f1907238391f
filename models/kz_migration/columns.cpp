#include "columns.hpp"

namespace qonys::models::kz_migration {

Columns Columns::declare(Registry& registry)
{
    Columns columns;
    columns.registered_region = registry.add_person_column<RegionId>(
        "registered_region", "region of registration", RegionId::invalid());
    columns.area = registry.add_person_column<Area>("area", "0 urban, 1 rural");
    columns.education = registry.add_person_column<Education>("education", "highest level, 0..6");
    columns.activity = registry.add_person_column<Activity>(
        "activity",
        "0 child, 1 studying, 2 employee, 3 unemployed, 4 inactive, 5 self-employed");
    columns.partner = registry.add_person_column<PersonId>(
        "partner", "row of the partner", PersonId::invalid(), Refers::person);
    columns.children_ever_born =
        registry.add_person_column<std::uint8_t>("children_ever_born", "live births so far");
    columns.stay = registry.add_person_column<Stay>(
        "stay", "country of stay: 0 Kazakhstan, else 1 + position on work_partner");
    columns.kin = registry.add_person_column<KinGroup>("kin", "0 Kazakh, 1 other");
    columns.household_area = registry.add_household_column<Area>("area", "0 urban, 1 rural");
    return columns;
}

Columns Columns::find(const WorldSchema& schema)
{
    const Schema& people = *schema.people;
    const Schema& households = *schema.households;
    return {people.find<RegionId>("registered_region"),
            people.find<Area>("area"),
            people.find<Education>("education"),
            people.find<Activity>("activity"),
            people.find<PersonId>("partner"),
            people.find<std::uint8_t>("children_ever_born"),
            people.find<Stay>("stay"),
            people.find<KinGroup>("kin"),
            households.find<Area>("area")};
}

}  // namespace qonys::models::kz_migration
