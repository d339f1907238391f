#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "labour/jobs.hpp"
#include "labour/tables.hpp"
#include "qonys/random/distribution/categorical.hpp"
#include "qonys/random/stream.hpp"
#include "qonys/run/model.hpp"

namespace qonys::models::kz_migration {

/// An employer as it is meant to be, before anybody works for it.
struct PlannedEmployer {
    std::uint64_t key;
    RegionId region;
    SectorId sector;
    EmployerKind kind;
    double staff;       ///< expected, in the sample
    double full_staff;  ///< expected, at full scale
    double wage_factor; ///< against its region and sector, mean 1
};

/// Employers of one region and sector: as many of each size as the shares of employees by size ask for,
/// sizes spread evenly in logarithms within a class and brought to the sum. In a sample those below
/// `first_large` staff are taken at `scale` with all their posts; larger ones all, with a part of theirs.
class EmployerPlan {
public:
    EmployerPlan(const JobTables& tables, const LabourAxes& axes, const Stream& random);

    [[nodiscard]] std::vector<PlannedEmployer> employers(RegionId region, SectorId sector,
                                                         double scale) const;

    static constexpr double first_large = 51.0;

private:
    struct Sized {
        std::uint32_t ordinal;
        double staff;
        bool large;
    };
    [[nodiscard]] std::vector<Sized> sizes(RegionId region, SectorId sector) const;
    /// Kinds of small employers, and of the others.
    [[nodiscard]] std::pair<Categorical, Categorical> kinds(SectorId sector,
                                                            const std::vector<Sized>& all) const;

    const JobTables& tables_;
    const LabourAxes& axes_;
    AddressedDraw size_;
    AddressedDraw kind_;
};

/// By region and sector.
using PlannedEmployers = std::vector<std::vector<PlannedEmployer>>;

[[nodiscard]] PlannedEmployers plan_employers(const PopulateContext& context,
                                              const JobTables& tables, const LabourAxes& axes);

}  // namespace qonys::models::kz_migration
