#pragma once

#include "qonys/scenario/reader.hpp"
#include "qonys/world/regions.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Where the regions lie: great-circle kilometres between capitals, and common borders.
struct Geography {
    Table<double, RegionId, RegionId> distance_km;  ///< 0 on the diagonal
    Table<double, RegionId, RegionId> contiguous;   ///< 1 with a common border, else 0

    static Geography read(Reader& in, const Axes& axes);
    [[nodiscard]] Regions regions(const Axes& axes) const;
};

}  // namespace qonys::models::kz_migration
