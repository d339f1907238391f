#pragma once

#include "qonys/world/world.hpp"

namespace qonys {

/// The ties between people and households of one shard, changed only together: every member's household
/// lists him, in key order, and counts him.
class HouseholdLinks {
public:
    HouseholdLinks(Shard& shard, const WorldSchema& schema);

    /// Adds an empty household; returns its row.
    HouseholdId found(HouseholdKey key, RegionId region);
    void join(PersonId person, HouseholdId household);   ///< the person has none yet
    void leave(PersonId person);                         ///< the person has one

    /// Calls visit(PersonId) for each member, in key order. `visit` must not change the links.
    template <class Visit>
    void for_each_member(HouseholdId household, Visit visit) const
    {
        const auto next = shard_.people()[person_.next_member];
        for (PersonId member = shard_.households()[household_.first_member][household.value()];
             member.valid(); member = next[member.value()]) {
            visit(member);
        }
    }

private:
    Shard& shard_;
    const PersonColumns& person_;
    const HouseholdColumns& household_;
};

/// Throws InternalError unless households and members are linked both ways, sizes agree, members stand
/// in key order, and nobody who is here is without region or household.
void check_links(const Shard& shard, const WorldSchema& schema);

}  // namespace qonys
