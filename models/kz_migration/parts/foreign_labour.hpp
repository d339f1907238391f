#pragma once

#include "labour/foreign_start.hpp"
#include "parts/labour.hpp"
#include "processes/eaeu_workers.hpp"
#include "processes/foreign_permits.hpp"
#include "processes/household_workers.hpp"
#include "qonys/scenario/scenario.hpp"

namespace qonys::models::kz_migration {

/// Foreign workers: permits of employers, workers of private persons, citizens of the Economic
/// Union. Section [foreign_labour] of a scenario; text: README.md, part 7.
struct ForeignLabour {
    ForeignAxes axes;
    LabourAxes labour_axes;
    JobTables jobs;
    ForeignStartTables start;
    ForeignPermits::Params permits;
    HouseholdWorkers::Params households;
    EaeuWorkers::Params eaeu;
    AnnualRate eaeu_leave_rate;

    static ForeignLabour read(Reader& in, const Axes& axes, const Labour& labour,
                              const Scenario& scenario);
    struct Shared {
        const LabourSetup& labour;
        const Budget& budget;  ///< where fees are booked
        std::shared_ptr<const IrregularSetup> irregular;
    };
    /// Declares columns and processes; returns what other parts may look at.
    [[nodiscard]] ForeignSetup build(Registry& registry, const Shared& shared) const;
    [[nodiscard]] ForeignSynthesis synthesis() const;
};

}  // namespace qonys::models::kz_migration
