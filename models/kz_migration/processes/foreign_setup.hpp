#pragma once

#include <memory>

#include "irregular/setup.hpp"
#include "labour/foreign_tables.hpp"
#include "processes/count_once.hpp"
#include "processes/employer_decisions.hpp"

namespace qonys::models::kz_migration {

/// What the processes of foreign labour share.
struct ForeignSetup {
    ForeignAxes axes;
    LabourSetup labour;
    ForeignColumns columns;
    Budget budget;
    TallyId irregular_hires;  ///< by region
    std::shared_ptr<const IrregularSetup> irregular;
};

}  // namespace qonys::models::kz_migration
