#pragma once

#include "columns.hpp"
#include "labour/tables.hpp"
#include "outlook.hpp"
#include "processes/employer_decisions.hpp"
#include "processes/job_search.hpp"
#include "processes/own_business.hpp"
#include "qonys/process/registry.hpp"
#include "synthesis/jobs.hpp"

namespace qonys::models::kz_migration {

/// Employers, jobs and wages. Section [labour] of a scenario; text: README.md, part 7.
struct Labour {
    LabourAxes axes;
    bool is_on = true;  ///< else people and their moves alone: nobody works for an employer
    JobTables tables;
    EmployerDecisions::Params employers;
    JobSearch::Params search;
    OwnBusiness::Params business;

    struct Base {
        int labour_year;  ///< whose figures of work hold at the start
        int year;         ///< first year of the run
    };
    static Labour read(Reader& in, const Axes& axes, const Outlook& outlook, const Base& base);
    /// Who is helped, or held back, in looking for a post.
    struct Helped {
        const SettlerPlacement& placement;
        std::shared_ptr<const IntegrationEffects> integration;
        const WorkingLives& lives;
        const OwnBusiness::Money& money;
    };
    /// Columns, and what other parts may look at. Where the labour market is off there are no
    /// employers: the columns of jobs stay empty, and the market is that of the start.
    [[nodiscard]] LabourSetup declare(Registry& registry) const;
    /// Where the labour market is on.
    void build(Registry& registry, const Columns& columns, const LabourSetup& setup,
               const Helped& helped) const;
    [[nodiscard]] JobSynthesis synthesis() const { return JobSynthesis(tables, axes); }
};

}  // namespace qonys::models::kz_migration
