#pragma once

#include "qonys/process/process.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::wealth {

inline constexpr std::uint32_t top_wealth = 99;  ///< in the histogram: this much and more

/// Counts who has how much at the end of the month.
class Inequality final : public Process {
public:
    Inequality(Registry& registry, Column<std::uint32_t> wealth);
    [[nodiscard]] ProcessInfo info() const override;
    void propose(const ShardContext& here, const Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    Column<std::uint32_t> wealth_;
    TallyId agents_;
    TallyId total_;
    TallyId differences_;
};

}  // namespace qonys::models::wealth
