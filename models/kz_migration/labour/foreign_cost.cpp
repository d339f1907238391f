#include "labour/foreign_cost.hpp"

#include <algorithm>

#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {

Threshold FeeResponse::worth(PostDemand demand, const PermitCost& cost) const
{
    const double ratio = cost.fee == cost.usual_fee
                             ? 1.0
                             : (cost.wages + cost.fee) / (cost.wages + cost.usual_fee);
    const double wanted = exact::pow(ratio, elasticity_);
    const double chance =
        demand == PostDemand::reserve ? (wanted - 1.0) / reserve_of_posts : wanted;
    return Threshold(MonthlyProbability(std::clamp(chance, 0.0, 1.0)));
}

}  // namespace qonys::models::kz_migration
