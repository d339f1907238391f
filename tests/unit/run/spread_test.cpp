#include "qonys/run/spread.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace qonys {
namespace {

TEST(Spread, OfOneReplicateHasNoError)
{
    const std::array<double, 1> one{7.0};
    EXPECT_FALSE(spread_of_noise(one).monte_carlo_error);
    EXPECT_FALSE(spread_of_noise(one).forecast);
}

TEST(Spread, OfNoiseIsTheStandardErrorOfTheMean)
{
    const std::array<double, 4> values{1.0, 3.0, 1.0, 3.0};
    const Spread spread = spread_of_noise(values);
    EXPECT_DOUBLE_EQ(spread.mean, 2.0);
    EXPECT_NEAR(*spread.monte_carlo_error, std::sqrt(4.0 / 3.0 / 4.0), 1e-12);
}

TEST(Spread, OfPairsThatAgreeIsForecastAlone)
{
    const std::array<double, 6> values{1.0, 1.0, 2.0, 2.0, 3.0, 3.0};
    const Spread spread = spread_of_pairs(values);
    EXPECT_DOUBLE_EQ(spread.mean, 2.0);
    EXPECT_DOUBLE_EQ(*spread.monte_carlo_error, 0.0);
    // Three pairs with standard deviation 1: t(2 degrees, 90 %) = 1.8856, times sqrt(4 / 3).
    EXPECT_NEAR(spread.forecast->high, 2.0 + 1.885618 * std::sqrt(4.0 / 3.0), 1e-5);
    EXPECT_NEAR(spread.forecast->low, 2.0 - 1.885618 * std::sqrt(4.0 / 3.0), 1e-5);
}

TEST(Spread, OfPairsThatDifferOnlyWithinIsAsWideAsNoiseCanHide)
{
    const std::array<double, 4> values{1.0, 3.0, 3.0, 1.0};
    const Spread spread = spread_of_pairs(values);
    // Variance of a replicate 2, of a mean of two 1; two pairs, t(1 degree, 90 %) = 3.0777.
    const double reach = 3.0776835 * std::sqrt(std::sqrt(3.0)) * std::sqrt(1.5);
    EXPECT_NEAR(spread.forecast->low, 2.0 - reach, 1e-5);
    EXPECT_NEAR(spread.forecast->high, 2.0 + reach, 1e-5);
    EXPECT_TRUE(spread.within_noise);
    EXPECT_NEAR(*spread.monte_carlo_error, std::sqrt(2.0 / 4.0), 1e-12);
}

TEST(Spread, OfNoisyPairsIsNeverNarrowerThanTheDataCanTell)
{
    // Pairs of noise 20 whose means differ ever more: the interval never falls below that of noise alone.
    double before = 0.0;
    for (const double step : {0.0, 2.0, 10.0, 20.0, 40.0}) {
        const std::array<double, 8> values{90.0,          110.0,         90.0 + step,       110.0 + step,
                                           90.0 - step,   110.0 - step,  90.0 + 2.0 * step, 110.0 + 2.0 * step};
        const Spread spread = spread_of_pairs(values);
        const double width = spread.forecast->high - spread.forecast->low;
        EXPECT_GE(width, before) << step;
        EXPECT_GT(width, 2.0 * *spread.monte_carlo_error) << step;
        EXPECT_EQ(spread.within_noise, step < 15.0) << step;
        before = width;
    }
}

}  // namespace
}  // namespace qonys
