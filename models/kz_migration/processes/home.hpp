#pragma once

#include "qonys/core/month.hpp"
#include "qonys/world/world.hpp"

namespace qonys::models::kz_migration {

inline constexpr int adult_age = 18;

/// Who lives in a household, as far as it decides who may leave it and who must go along.
struct Home {
    int adults = 0;
    int adult_women = 0;
    int minors = 0;
    int young_minors = 0;  ///< under `age_alone`

    /// Youngest age at which minors may stay by themselves. Assumption.
    static constexpr int age_alone = 16;
};

/// Calls visit(row) for each member, in key order; for readers, where HouseholdLinks is for writers.
template <class Visit>
void for_each_member(const Shard& shard, const WorldSchema& schema, HouseholdId household, Visit visit)
{
    const auto next = shard.people()[schema.person.next_member];
    for (PersonId member = shard.households()[schema.household.first_member][household.value()];
         member.valid(); member = next[member.value()]) {
        visit(static_cast<std::size_t>(member.value()));
    }
}

[[nodiscard]] Home home_of(const Shard& shard, const WorldSchema& schema, HouseholdId household,
                           Month now);

}  // namespace qonys::models::kz_migration
