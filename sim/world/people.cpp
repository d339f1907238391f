#include "qonys/world/people.hpp"

namespace qonys {

PersonColumns PersonColumns::add_to(Schema& schema, bool with_households)
{
    PersonColumns columns;
    columns.key = schema.add<PersonKey>("key", "identity by lineage", PersonKey{});
    columns.birth_month =
        schema.add<MonthStamp>("birth_month", "month of birth, months since January 1900", 0);
    columns.sex = schema.add<Sex>("sex", "0 male, 1 female", Sex::male);
    columns.region = schema.add<RegionId>("region", "region of residence", RegionId::invalid());
    columns.gone = schema.add<Gone>("gone", "why the row is no longer a resident", Gone::no);
    schema.tell("birth_month", CellText::month());
    schema.tell("sex", CellText::of({"male", "female"}));
    schema.tell("gone", CellText::of({"no", "died", "left_country", "merged"}));
    if (with_households) {
        columns.household = schema.add<HouseholdId>("household", "row of the household",
                                                    HouseholdId::invalid(), Refers::household);
        columns.next_member = schema.add<PersonId>("next_member", "next member of the household",
                                                   PersonId::invalid(), Refers::person);
        schema.tell("next_member", CellText::hidden());
    }
    return columns;
}

HouseholdColumns HouseholdColumns::add_to(Schema& schema)
{
    HouseholdColumns columns;
    columns.key = schema.add<HouseholdKey>("key", "identity by lineage", HouseholdKey{});
    columns.region = schema.add<RegionId>("region", "region of residence", RegionId::invalid());
    columns.first_member = schema.add<PersonId>("first_member", "member with the lowest key",
                                                PersonId::invalid(), Refers::person);
    columns.size = schema.add<std::uint8_t>("size", "members present", 0);
    // Who lives in a household is told by name, which says these two as well.
    schema.tell("first_member", CellText::hidden());
    schema.tell("size", CellText::hidden());
    return columns;
}

}  // namespace qonys
