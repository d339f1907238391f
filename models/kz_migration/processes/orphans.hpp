#pragma once

#include <optional>
#include <span>

#include "columns.hpp"
#include "qonys/process/process.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// Children left without an adult go to another household of their region and shard, together. Which one
/// is a choice with one addressed draw per household: one more household takes in only those who then
/// prefer it. Where there is none, they stay in a home of their own.
class OrphanCare {
public:
    OrphanCare(Registry& registry, const Columns& columns);

    /// Looks after the households that lost a member this month.
    void look_after(const ShardContext& here, Shard& shard,
                    std::span<const HouseholdId> bereaved) const;

private:
    [[nodiscard]] std::optional<HouseholdId> new_home(const ShardContext& here, const Shard& shard,
                                                      HouseholdId orphaned) const;
    void take_in(Shard& shard, HouseholdId orphaned, HouseholdId home) const;

    WorldSchema schema_;
    Columns columns_;
    Draw choice_;
    TallyId orphans_;
};

}  // namespace qonys::models::kz_migration
