#pragma once

#include "processes/foreign_setup.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Foreign workers who are here at the end of a month, and the employers that hold permits for
/// them.
class ForeignLabourIndicators final : public Process {
public:
    ForeignLabourIndicators(Registry& registry, const ForeignSetup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    ForeignSetup setup_;
    TallyId workers_;
    TallyId household_workers_;
    TallyId origins_;
    TallyId employers_;
    TallyId staff_;
};

}  // namespace qonys::models::kz_migration
