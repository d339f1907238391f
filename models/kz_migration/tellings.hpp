#pragma once

#include "labour/foreign_tables.hpp"
#include "labour/tables.hpp"
#include "qonys/process/registry.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Says how the model's columns are put into words where a life is told; after all are declared.
void tell_columns(const Registry& registry, const Axes& axes, const LabourAxes& labour,
                  const ForeignAxes& foreign);

}  // namespace qonys::models::kz_migration
