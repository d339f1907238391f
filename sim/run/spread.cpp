#include "qonys/run/spread.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <vector>

#include "qonys/core/contract.hpp"

namespace qonys {
namespace {

constexpr double forecast_level = 0.8;

}  // namespace

Spread spread_of_noise(std::span<const double> replicates)
{
    const Estimate all = estimate(replicates);
    return {all.mean, all.standard_error, std::nullopt, false};
}

Spread spread_of_pairs(std::span<const double> replicates)
{
    QONYS_EXPECT(replicates.size() >= 4 && replicates.size() % 2 == 0);
    const std::size_t num_pairs = replicates.size() / 2;
    const auto pairs = static_cast<double>(num_pairs);
    std::vector<double> means;
    double within = 0.0;
    for (std::size_t pair = 0; pair < num_pairs; ++pair) {
        const double a = replicates[2 * pair];
        const double b = replicates[2 * pair + 1];
        means.push_back((a + b) / 2.0);
        within += (a - b) * (a - b) / 2.0;
    }
    const double noise = within / pairs;  // variance of one replicate round its pair's expectation
    const Estimate between = estimate(means);
    const double of_means = *between.standard_error * *between.standard_error * pairs;
    const double beyond_noise = of_means - noise / 2.0;
    const double discernible = noise / 2.0 * std::sqrt(2.0 / (pairs - 1.0) + 2.0 / pairs);
    const double forecast_sd = std::sqrt(std::max(beyond_noise, discernible));
    const boost::math::students_t_distribution<double> t(pairs - 1.0);
    const double reach = boost::math::quantile(t, 0.5 + forecast_level / 2.0) * forecast_sd *
                         std::sqrt(1.0 + 1.0 / pairs);
    return {between.mean, std::sqrt(noise / static_cast<double>(replicates.size())),
            Interval{between.mean - reach, between.mean + reach}, beyond_noise < discernible};
}

}  // namespace qonys
