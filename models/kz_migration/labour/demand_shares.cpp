#include "labour/demand_shares.hpp"

#include <cmath>

namespace qonys::models::kz_migration {

DemandShares share_demand(const LabourAxes& axes, std::span<const double> demand,
                          std::span<const std::int64_t> weights, double displacement)
{
    const std::size_t segments = axes.num_segments();
    const std::size_t regions = axes.region.size();
    const auto of = [&](Backing backing, std::size_t place) {
        return static_cast<double>(weights[static_cast<std::size_t>(backing) * segments + place]) /
               weight_unit;
    };
    DemandShares shares{std::vector<double>(segments, 0.0),
                        std::vector<std::int64_t>(4 * regions, 0)};
    std::vector<double> posts(3 * regions, 0.0);
    for (std::size_t place = 0; place < segments; ++place) {
        const double deadweight = of(Backing::deadweight, place);
        const double others = of(Backing::none, place) + deadweight;
        const double made = of(Backing::made, place);
        if (others + made <= 0.0) {
            continue;
        }
        const double added = others > 0.0 ? (1.0 - displacement) * made / others : 0.0;
        const double each = demand[place] * (1.0 + added) / (others + made);
        const std::size_t region = place / axes.sector.size();
        shares.posts_per_weight[place] = each;
        posts[region] += each * deadweight;
        posts[regions + region] += each * made;
        posts[2 * regions + region] += demand[place] - each * others;
    }
    for (std::size_t cell = 0; cell < posts.size(); ++cell) {
        shares.supported[cell] = std::llround(posts[cell]);
    }
    for (std::size_t region = 0; region < regions; ++region) {
        shares.supported[3 * regions + region] =
            shares.supported[regions + region] - shares.supported[2 * regions + region];
    }
    return shares;
}

TallyId declare_supported_posts(Registry& registry, const Axis& region)
{
    return registry.add_tally(
        {.name = "supported_posts",
         .description = "posts of employers that loans or aid are behind: of those who would have "
                        "hired anyway; made by support; taken from others for it; made less taken",
         .unit = "posts",
         .measurement = Measurement::stock,
         .axes = {Axis("posts_by_support", {"deadweight", "created", "displaced", "net"}),
                  region}});
}

}  // namespace qonys::models::kz_migration
