#pragma once

#include <vector>

#include "processes/registration.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/world/relocation.hpp"

namespace qonys::models::kz_migration {

/// Young adults who leave their household for another region and found one of their own there. Those
/// with a partner or children move as families only; minors are never left without an adult.
class LoneMoves final : public Process {
public:
    LoneMoves(Registry& registry, const MovementSetup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    [[nodiscard]] bool may_leave(const Shard& shard, std::size_t row, Month now) const;
    [[nodiscard]] bool stays(const ShardContext& here, const Shard& shard, std::size_t row) const;
    void leave(const ShardContext& here, Shard& shard, std::size_t row);

    WorldSchema schema_;
    MovementSetup setup_;
    Registrar registrar_;
    ThinnedClock clock_;
    PerShard<std::vector<Relocation>> leavers_;
    Draw destination_;
    Draw area_;
};

}  // namespace qonys::models::kz_migration
