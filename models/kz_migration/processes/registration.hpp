#pragma once

#include <array>
#include <optional>
#include <vector>

#include "processes/movement_setup.hpp"
#include "processes/reference.hpp"
#include "processes/residence_detection.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Enters a change of registration and books it.
class Registrar {
public:
    explicit Registrar(const MovementSetup& setup);
    /// Whether the move of a household is registered in the month in which it happens.
    [[nodiscard]] bool at_once(const StepContext& step, HouseholdKey household) const;
    void enter(Rows& people, std::size_t row, RegionId region, Tallies& counts) const;

private:
    Column<RegionId> registered_;
    TallyId moves_;
    std::size_t num_regions_;
    Draw at_once_;
    Threshold share_;
};

/// Late registration: whoever is registered elsewhere than he lives registers at a monthly hazard,
/// households together. The hazard of a year is the one at which registered moves reach their level;
/// those long unregistered at the start have a slow one of their own.
class Registration final : public Process {
public:
    Registration(Registry& registry, const MovementSetup& setup, double old_probability);
    [[nodiscard]] ProcessInfo info() const override;
    /// Marks the long unregistered and makes the usual backlog: moves of the time before the start.
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    [[nodiscard]] std::vector<std::uint32_t> unregistered(const Shard& shard, bool with_old) const;
    void register_late(const ShardContext& here, Shard& shard, std::size_t row) const;
    [[nodiscard]] bool is_long_unregistered(const Shard& shard, std::size_t row, Month now) const;
    using BacklogChances = std::vector<std::array<Threshold, num_ages>>;  ///< by region, by age
    [[nodiscard]] BacklogChances backlog_chances(std::size_t num_regions) const;
    void make_backlog(const StepContext& step, Shard& shard, const BacklogChances& chances) const;
    void settle(const StepContext& step, Shard& shard, HouseholdId home,
                const Reference::Adult& adult) const;

    WorldSchema schema_;
    MovementSetup setup_;
    Registrar registrar_;
    std::optional<ResidenceDetection> detection_;  ///< where there are registers
    std::optional<TallyId> late_registrations_;
    Threshold late_;  ///< this month, for the usual backlog
    Threshold old_;   ///< within a year, for those long unregistered
    Draw late_draw_;
    Draw backlog_draw_;
    Draw place_draw_;
};

}  // namespace qonys::models::kz_migration
