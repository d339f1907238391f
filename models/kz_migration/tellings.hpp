#pragma once

#include "labour/foreign_tables.hpp"
#include "labour/tables.hpp"
#include "qonys/process/registry.hpp"
#include "students/student_tables.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Says how the model's columns are put into words where a life is told; after all are declared.
void tell_columns(const Registry& registry, const Axes& axes, const LabourAxes& labour,
                  const ForeignAxes& foreign);

/// The same for the table of foreign students.
void tell_students(const Registry& registry, const StudentAxes& axes);

/// And for records of residents in side tables, and for those of registers.
void tell_records(const Registry& registry, const Axes& axes, const Axis& loan_programme);

/// And for that of specialists.
void tell_specialists(const Registry& registry, const Axis& partner, const Axis& kind);

}  // namespace qonys::models::kz_migration
