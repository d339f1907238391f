#pragma once

#include "labour/foreign_tables.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// Control as it stands without measures, and what is no lever of it. Section [control].
struct ControlParams {
    double inspections = 0.0;
    double checks = 0.0;
    double fine_worker = 0.0;
    double fine_employer = 0.0;
    double expulsion_share = 0.0;
    double ban_years = 0.0;
    double regularisation = 0.0;
    double amnesty = 0.0;
    double registration_days = 0.0;
    double targeting = 1.0;  ///< visits to employers with irregular workers, over others
    Share found;             ///< of an inspected employer's irregular workers
    Share leave_after_fine;
    AnnualRate return_rate;        ///< at which the expelled try to come back
    double patience = 0.0;         ///< months after the end of a ban in which they do
    double inspection_cost = 0.0;  ///< MCI a visit
    double expulsion_cost = 0.0;   ///< MCI a person

    static ControlParams read(Reader& in);
};

struct ControlLevers {
    LeverId inspections;
    LeverId checks;
    LeverId fine_worker;
    LeverId fine_employer;
    LeverId expulsion_share;
    LeverId ban_years;
    LeverId regularisation;
    LeverId amnesty;
    LeverId registration_days;

    static ControlLevers declare(Registry& registry, const ForeignAxes& axes,
                                 const ControlParams& params);
};

}  // namespace qonys::models::kz_migration
