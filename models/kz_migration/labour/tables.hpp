#pragma once

#include <optional>
#include <vector>

#include "labour/jobs.hpp"
#include "labour/monthly_growth.hpp"
#include "outlook.hpp"
#include "qonys/core/month.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Years of the labour market's paths: growth of demand and wages, prices, the monthly index.
inline constexpr int first_path_year = 2025;
inline constexpr int last_path_year = 2040;

using FirmSizeId = Id<struct FirmSizeTag, std::uint8_t>;  ///< position on the axis `firm_size`

/// The axes of the labour floor.
struct LabourAxes {
    Axis region;
    Axis sector;
    Axis skill;
    Axis firm_size;
    Axis employer_kind;
    std::vector<double> least_staff;  ///< by size class
    std::vector<double> most_staff;   ///< by size class, itself included

    static LabourAxes read(Reader& in, const Axes& axes);
    [[nodiscard]] std::size_t num_segments() const { return region.size() * sector.size(); }
    [[nodiscard]] std::size_t segment(RegionId in_region, SectorId in_sector) const
    {
        return in_region.value() * sector.size() + in_sector.value();
    }
};

/// What the jobs of the base date are made from.
struct JobTables {
    Table<double, RegionId, SectorId> employees;
    Table<double, RegionId, SectorId> self_employed;
    Table<double, SectorId, Skill> skill_share;
    Table<double, SectorId, FirmSizeId> size_share;     ///< of employees
    Table<double, SectorId, EmployerKind> kind_share;   ///< of employees
    Table<double, RegionId, SectorId> wage;             ///< mean, KZT a month
    Table<double, Skill> skill_ratio;                   ///< wage of a skill, relative
    Table<double, RegionId> vacancy_rate;               ///< vacant over all posts
    double employer_wage_sd = 0.0;  ///< log points, between employers of a region and sector
    double worker_wage_sd = 0.0;    ///< log points, between posts of one employer and skill
    double most_staff_of_own = 0.0;  ///< of individual entrepreneurs and farms
    Share informal_employees;
    Share temporary_employees;

    static JobTables read(Reader& in, const LabourAxes& axes, int labour_year, int base_year);
};

/// How the demand for employees and wages outside the model go on.
struct LabourPaths {
    Table<double, RegionId, SectorId, YearIndex> known_growth;  ///< factor on the year before
    Table<double, PathIndex, RegionId, SectorId, YearIndex> demand_growth;
    Table<double, PathIndex, YearIndex> wage_growth;            ///< share a year, nominal
    Table<double, YearIndex> known_wage_growth;                 ///< the same, as known
    PathIndex path;
    int last_known = 0;   ///< last year whose growth may be used
    Month start;          ///< first month of the run, a January

    static LabourPaths read(Reader& in, const LabourAxes& axes, const Outlook& outlook,
                            int first_year);
    /// Growth of the demand for employees in a year against the year before, as a factor.
    [[nodiscard]] double demand(int year, RegionId region, SectorId sector) const;
    /// Growth of nominal wages in a year, as a share.
    [[nodiscard]] double wages(int year) const;
    /// From a month to the next, such that means of years grow as above. Segment: region x sector.
    [[nodiscard]] double demand_factor(std::size_t segment, Month now) const
    {
        return monthly_demand_[segment].factor(months_since_start(now));
    }
    [[nodiscard]] double log_wage_factor(Month now) const
    {
        return monthly_wages_->log_factor(months_since_start(now));
    }

private:
    [[nodiscard]] std::size_t months_since_start(Month now) const
    {
        return static_cast<std::size_t>(now - start);
    }
    void make_monthly(const LabourAxes& axes);

    std::vector<MonthlyGrowth> monthly_demand_;  ///< by segment
    std::optional<MonthlyGrowth> monthly_wages_;
};

}  // namespace qonys::models::kz_migration
