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

TEST(Spread, OfPairsThatDifferOnlyWithinIsNoiseAlone)
{
    const std::array<double, 4> values{1.0, 3.0, 3.0, 1.0};
    const Spread spread = spread_of_pairs(values);
    EXPECT_DOUBLE_EQ(spread.forecast->low, 2.0);
    EXPECT_DOUBLE_EQ(spread.forecast->high, 2.0);
    EXPECT_NEAR(*spread.monte_carlo_error, std::sqrt(2.0 / 4.0), 1e-12);
}

}  // namespace
}  // namespace qonys
