#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "processes/foreign_setup.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Foreign workers of employers leave: with an employer that closes, laid off like anybody else, or
/// before their time. Irregular workers lose their post alone: see IrregularStay. README, "Foreign
/// labour".
class ForeignDepartures final : public Process {
public:
    struct Params {
        AnnualRate permit;  ///< holders of an employer's permit, before it ends
        AnnualRate eaeu;
    };
    ForeignDepartures(Registry& registry, const ForeignSetup& setup, const Params& params);
    [[nodiscard]] ProcessInfo info() const override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    [[nodiscard]] std::vector<std::uint32_t> going(const StepContext& step,
                                                   const ForeignStaff& staff) const;

    ForeignSetup setup_;
    std::array<Threshold, num_foreign_statuses> leaves_{};  ///< in a month, by status
    Draw leave_;
    Draw layoff_;
    TallyId departures_;
};

}  // namespace qonys::models::kz_migration
