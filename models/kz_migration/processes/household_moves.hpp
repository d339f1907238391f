#pragma once

#include <vector>

#include "processes/registration.hpp"
#include "qonys/process/event_clock.hpp"

namespace qonys::models::kz_migration {

/// Families that move to another region: one decision of the household at a rate by region and age of its
/// reference adult, then a choice of destination. All members go; the move is registered at once or
/// later. Equations: README.md, part 7.
class HouseholdMoves final : public Process {
public:
    HouseholdMoves(Registry& registry, const MovementSetup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    void wind(const StepContext& step, Rows& households, Month as_of,
              std::span<const std::uint32_t> rows) const;
    [[nodiscard]] Threshold chance(const ShardContext& here, const Shard& shard, HouseholdId home,
                                   const Reference::Adult& adult) const;
    [[nodiscard]] bool stays(const ShardContext& here, const Shard& shard, HouseholdId home,
                             const Reference::Adult& adult) const;
    void move(const ShardContext& here, Shard& shard, HouseholdId home,
              const Reference::Adult& adult) const;

    WorldSchema schema_;
    MovementSetup setup_;
    Registrar registrar_;
    Column<MonthStamp> due_;
    HazardBound bound_;              ///< one for all households: who decides for one may change
    std::vector<Threshold> rates_;   ///< this month, by region and age
    std::vector<Threshold> highest_; ///< the same over all ages
    Draw candidate_;
    Draw destination_;
    Draw area_;
};

}  // namespace qonys::models::kz_migration
