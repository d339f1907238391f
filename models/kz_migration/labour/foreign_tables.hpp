#pragma once

#include <array>
#include <vector>

#include "labour/foreign_workers.hpp"
#include "labour/tables.hpp"

namespace qonys::models::kz_migration {

/// The axes of foreign labour.
struct ForeignAxes {
    Axis region;
    Axis status;    ///< ForeignStatus
    Axis permit;    ///< permits of employers: the first six of them
    Axis category;  ///< under the employers' quota: the first five
    Axis partner;   ///< countries of origin

    static ForeignAxes read(Reader& in, const Axes& axes);
};

/// Levers of foreign labour as they stand without measures: values by year from `first_year` on;
/// the last holds on.
struct ForeignLevers {
    std::vector<LeverStep> quota;  ///< region x category
    std::vector<LeverStep> household_quota;
    std::vector<double> fee;                ///< MCI by category
    std::vector<double> local_staff_share;  ///< by category
    double test_months = 0.0;
    double redistribution_month = 0.0;
    double redistribution_share = 0.0;
    double irregular_hiring = 0.0;

    static ForeignLevers read(Reader& in, const ForeignAxes& axes, int season_months);
};

/// The rules of permits that are no levers, and how their holders come and go.
struct PermitTerms {
    std::array<int, num_permit_statuses> months{};
    std::array<int, num_permit_statuses> renewals{};
    int season_first = 0;  ///< first and last month in which seasonal workers are asked for
    int season_last = 0;
    Share extension_wish;   ///< of workers and employers at the end of a permit
    AnnualRate leave_rate;  ///< before the permit ends
    double cost_elasticity = 0.0;  ///< of posts meant for foreigners to what a foreigner costs

    static PermitTerms read(Reader& in, const ForeignAxes& axes);
};

/// Who is here at the start, and where.
struct ForeignStartTables {
    std::vector<double> workers;  ///< by permit status
    std::vector<double> demand;   ///< posts meant for foreigners over workers, by permit status
    double seasonal_posts = 0.0;  ///< meant for foreigners in the season
    double employers = 0.0;       ///< that ask for permits
    double size_exponent = 0.0;   ///< of the chance to be one of them on staff
    Table<double, SectorId> sector_share;
    Table<double, RegionId> region_share;
    Table<double, std::size_t, Skill> category_skill;  ///< permit status x skill
    std::vector<double> origin_share;                  ///< by partner
    std::vector<double> eaeu;                          ///< persons by partner
    std::vector<double> eaeu_group_share;              ///< of them, by sector group
    std::vector<std::size_t> sector_group;             ///< by sector

    static ForeignStartTables read(Reader& in, const ForeignAxes& axes, const LabourAxes& labour,
                                   int base_year);
};

/// Values of a table with one number for each code of an axis, of one year.
[[nodiscard]] std::vector<double> values_of_year(Reader& in, std::string_view key, const Axis& axis,
                                                 int year, const ParameterInfo& info);
/// Parts of a year by month: brought to exactly 1; a problem when they are far from it.
[[nodiscard]] std::vector<double> release_path(Reader& in, std::string_view key);

}  // namespace qonys::models::kz_migration
