#pragma once

#include <memory>

#include "registers/terms.hpp"
#include "registers/views.hpp"

namespace qonys::models::kz_migration {

/// What the parts share that ask, or tell, registers.
struct RegisterSetup {
    RegisterAxes axes;
    RegisterTerms terms;
    RegisterLevers levers;
    ResidentViews residents;
    ForeignViews workers;
    ForeignViews students;
    ForeignViews specialists;
    ForeignViews irregular;
};

}  // namespace qonys::models::kz_migration
