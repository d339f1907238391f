#pragma once

#include <span>
#include <vector>

#include "labour/tables.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// What support has to do with an employer's existence.
enum class Backing : std::uint8_t {
    none,
    deadweight,  ///< supported, and would have come to hire without
    made         ///< by support
};
inline constexpr std::size_t num_backings = 3;

inline constexpr double weight_unit = 0x1p24;  ///< fixed point: sums do not depend on order

/// How the demand of regions and sectors is shared out among employers.
struct DemandShares {
    std::vector<double> posts_per_weight;  ///< by segment
    std::vector<std::int64_t> supported;  ///< posts: deadweight, created, displaced, net; by region
};

/// `demand` in posts by segment, `weights` of employers in units by backing x segment. Of the posts
/// that support makes the part that is not displaced comes on top of demand; README.md, part 7,
/// "Money for businesses".
[[nodiscard]] DemandShares share_demand(const LabourAxes& axes, std::span<const double> demand,
                                        std::span<const std::int64_t> weights, double displacement);

/// Tally of `supported`.
[[nodiscard]] TallyId declare_supported_posts(Registry& registry, const Axis& region);

}  // namespace qonys::models::kz_migration
