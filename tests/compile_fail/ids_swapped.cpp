// A person's row is not a household's: neither order nor assignment may mix them up.
#include "qonys/core/id.hpp"

namespace {

bool lives_in(qonys::PersonId person, qonys::HouseholdId household)
{
    return person.valid() && household.valid();
}

}  // namespace

int main()
{
    const qonys::PersonId person(1);
    const qonys::HouseholdId household(2);
    bool answer = lives_in(person, household);
#ifdef QONYS_MUST_NOT_COMPILE
    answer = lives_in(household, person);
#endif
    return answer ? 0 : 1;
}
