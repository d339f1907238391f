#include "qonys/random/threshold.hpp"

#include <cmath>
#include <limits>

#include "qonys/core/contract.hpp"

namespace qonys {

Threshold::Threshold(MonthlyProbability probability)
{
    const double p = probability.value();
    QONYS_EXPECT(p >= 0.0 && p <= 1.0);
    const double scaled = std::ldexp(p, 64);  // exact: a change of exponent
    value_ = scaled >= 0x1p64 ? std::numeric_limits<std::uint64_t>::max()
                              : static_cast<std::uint64_t>(scaled);
}

double Threshold::probability() const { return std::ldexp(static_cast<double>(value_), -64); }

}  // namespace qonys
