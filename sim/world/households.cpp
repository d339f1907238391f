#include "qonys/world/households.hpp"

#include <fmt/format.h>

#include "qonys/core/error.hpp"

namespace qonys {

HouseholdLinks::HouseholdLinks(Shard& shard, const WorldSchema& schema)
    : shard_(shard), person_(schema.person), household_(schema.household)
{
    QONYS_EXPECT(schema.with_households);
}

HouseholdId HouseholdLinks::found(HouseholdKey key, RegionId region)
{
    const std::size_t row = shard_.households().append(1);
    shard_.households()[household_.key][row] = key;
    shard_.households()[household_.region][row] = region;
    return HouseholdId(static_cast<HouseholdId::rep>(row));
}

void HouseholdLinks::join(PersonId person, HouseholdId household)
{
    const auto keys = shard_.people()[person_.key];
    const auto next = shard_.people()[person_.next_member];
    QONYS_ASSERT(!shard_.people()[person_.household][person.value()].valid());
    PersonId* link = &shard_.households()[household_.first_member][household.value()];
    while (link->valid() && keys[link->value()] < keys[person.value()]) {
        link = &next[link->value()];
    }
    next[person.value()] = *link;
    *link = person;
    shard_.people()[person_.household][person.value()] = household;
    ++shard_.households()[household_.size][household.value()];
}

void HouseholdLinks::leave(PersonId person)
{
    const auto next = shard_.people()[person_.next_member];
    const HouseholdId household = shard_.people()[person_.household][person.value()];
    QONYS_ASSERT(household.valid());
    PersonId* link = &shard_.households()[household_.first_member][household.value()];
    while (*link != person) {
        QONYS_ASSERT(link->valid());
        link = &next[link->value()];
    }
    *link = next[person.value()];
    next[person.value()] = PersonId::invalid();
    shard_.people()[person_.household][person.value()] = HouseholdId::invalid();
    --shard_.households()[household_.size][household.value()];
}

namespace {

[[noreturn]] void broken(const Shard& shard, std::string_view what, std::size_t row)
{
    throw InternalError(fmt::format("shard {}: {} (row {})", shard.id().value(), what, row));
}

void check_members(const Shard& shard, const WorldSchema& schema, std::size_t household)
{
    const auto next = shard.people()[schema.person.next_member];
    const auto keys = shard.people()[schema.person.key];
    const auto home = shard.people()[schema.person.household];
    const auto gone = shard.people()[schema.person.gone];
    std::size_t count = 0;
    PersonId before;
    for (PersonId member = shard.households()[schema.household.first_member][household];
         member.valid(); member = next[member.value()]) {
        const std::size_t row = member.value();
        if (row >= next.size() || home[row].value() != household || gone[row] != Gone::no) {
            broken(shard, "household lists a person who does not live there", household);
        }
        if (before.valid() && !(keys[before.value()] < keys[row])) {
            broken(shard, "members of a household are out of key order", household);
        }
        before = member;
        ++count;
    }
    if (count != shard.households()[schema.household.size][household]) {
        broken(shard, "size of a household differs from its members", household);
    }
}

}  // namespace

void check_links(const Shard& shard, const WorldSchema& schema)
{
    const auto region = shard.people()[schema.person.region];
    const auto gone = shard.people()[schema.person.gone];
    std::size_t num_present = 0;
    for (std::size_t row = 0; row < gone.size(); ++row) {
        if (gone[row] == Gone::no) {
            ++num_present;
            if (!region[row].valid()) {
                broken(shard, "a resident has no region", row);
            }
        }
    }
    if (!schema.with_households) {
        return;
    }
    std::size_t num_members = 0;
    for (std::size_t row = 0; row < shard.households().size(); ++row) {
        check_members(shard, schema, row);
        num_members += shard.households()[schema.household.size][row];
    }
    if (num_members != num_present) {
        broken(shard, "a resident has no household, or a household counts somebody twice", 0);
    }
}

}  // namespace qonys
