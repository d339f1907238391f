#pragma once

#include "columns.hpp"
#include "labour/jobs.hpp"
#include "labour/tables.hpp"
#include "qonys/run/model.hpp"
#include "synthesis/employers.hpp"

namespace qonys::models::kz_migration {

/// The employers of the base date, and who works for whom. People who work become employees or
/// self-employed; an employee draws a sector by region and skill, and an employer there by its size. What
/// an employer got are its posts, and some vacant ones beside. README, "Initialisation".
class JobSynthesis {
public:
    JobSynthesis(JobTables tables, LabourAxes axes) : tables_(std::move(tables)), axes_(std::move(axes))
    {
    }
    /// Returns the employers by region and sector, in the order of their rows.
    PlannedEmployers populate(const PopulateContext& context, World& world) const;

private:
    JobTables tables_;
    LabourAxes axes_;
};

}  // namespace qonys::models::kz_migration
