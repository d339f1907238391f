#pragma once

#include "labour/foreign_workers.hpp"
#include "qonys/random/threshold.hpp"

namespace qonys::models::kz_migration {

/// What a foreign worker costs over the months of a permit, in tenge of the year.
struct PermitCost {
    double wages = 0.0;
    double fee = 0.0;
    double usual_fee = 0.0;  ///< without measures
};

/// Employers weigh the fee of a permit: with the cost of a foreign worker against the usual one, the
/// posts that they would give to one go by a constant elasticity.
class FeeResponse {
public:
    explicit FeeResponse(double elasticity = 0.0) : elasticity_(elasticity) {}

    /// Chance that a post is worth the fee: drawn once for all in the life of the post. At the usual fee 1
    /// for those asked for without measures, 0 for the reserve.
    [[nodiscard]] Threshold worth(PostDemand demand, const PermitCost& cost) const;

private:
    double elasticity_;
};

}  // namespace qonys::models::kz_migration
