#pragma once

#include <vector>

#include "qonys/process/lever.hpp"
#include "qonys/scenario/reader.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// A yearly quota by receiving region as a lever, and the path along which it is released.
struct YearlyQuota {
    Axis region;
    Axis years;
    Table<double, RegionId, YearIndex> places;  ///< persons a year; the last year holds on
    Table<double, RegionId, YearIndex> known;   ///< as published, whatever policy makes of it
    std::vector<double> release;                ///< by calendar month; sums to 1

    /// Keys `quota`, `quota_known` and `release` of a section.
    static YearlyQuota read(Reader& in, const Axes& axes);
    [[nodiscard]] LeverSpec lever(std::string name, std::string description,
                                  std::string source) const;
    /// Published places a year, mean over the years, by region.
    [[nodiscard]] std::vector<double> mean_known() const;
    /// What draws people to a region while it is open: its published places, mean over the years; a
    /// region that never had any counts as the smallest that had. Assumption.
    [[nodiscard]] std::vector<double> attraction() const;
};

}  // namespace qonys::models::kz_migration
