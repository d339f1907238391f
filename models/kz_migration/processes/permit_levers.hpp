#pragma once

#include "labour/foreign_tables.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// What policy may turn in the permits of employers.
struct PermitLevers {
    LeverId quota;  ///< region x category
    LeverId fee;    ///< by category
    LeverId test_months;
    LeverId redistribution_month;
    LeverId redistribution_share;
    LeverId local_staff_share;  ///< by category
    LeverId irregular_hiring;

    static PermitLevers declare(Registry& registry, const ForeignAxes& axes,
                                const ForeignLevers& levers);
};

}  // namespace qonys::models::kz_migration
