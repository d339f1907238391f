#include "qonys/core/quantity.hpp"

#include "qonys/core/contract.hpp"
#include "qonys/core/math.hpp"

namespace qonys {

MonthlyProbability monthly(AnnualRate rate)
{
    QONYS_EXPECT(rate.value() >= 0.0);
    return MonthlyProbability{-exact::expm1(-rate.value() / 12.0)};
}

MonthlyProbability monthly(AnnualProbability probability)
{
    if (probability.value() == 1.0) {
        return MonthlyProbability{1.0};  // no finite rate reaches certainty
    }
    return monthly(annual_rate(probability));
}

AnnualRate annual_rate(AnnualProbability probability)
{
    QONYS_EXPECT(probability.value() >= 0.0 && probability.value() < 1.0);
    return AnnualRate{-exact::log1p(-probability.value())};
}

}  // namespace qonys
