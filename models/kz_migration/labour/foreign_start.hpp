#pragma once

#include "labour/foreign_tables.hpp"
#include "qonys/run/model.hpp"
#include "synthesis/employers.hpp"

namespace qonys::models::kz_migration {

/// The foreign workers of the base date, and the posts that employers keep for them. Some employers
/// of each region and sector, large ones first, ask for permits; the posts are dealt out among
/// them. Workers from the Economic Union are spread over all employers.
class ForeignSynthesis {
public:
    struct Params {
        ForeignStartTables tables;
        PermitTerms terms;
        std::vector<double> local_staff_share;  ///< by category, at the start
    };
    ForeignSynthesis(Params params, JobTables jobs, LabourAxes axes)
        : params_(std::move(params)), jobs_(std::move(jobs)), axes_(std::move(axes))
    {}
    /// After the employers have their staff.
    void populate(const PopulateContext& context, const PlannedEmployers& planned,
                  World& world) const;

private:
    class Dealer;
    Params params_;
    JobTables jobs_;
    LabourAxes axes_;
};

/// How many foreign workers under permits an employer may have: so many that the rest of its staff
/// is the share asked for. In a sample the part of a person is drawn, or small staffs could have
/// none.
[[nodiscard]] bool keeps_local_share(double held, double staff, double local_share, double drawn);

/// Foreign workers by region and sector: shares by sector and by region fitted to where employees
/// are.
[[nodiscard]] std::vector<double> spread_of_permits(const ForeignStartTables& tables,
                                                    const JobTables& jobs, const LabourAxes& axes,
                                                    ForeignStatus status);

}  // namespace qonys::models::kz_migration
