#include "qonys/random/distribution/categorical.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "qonys/core/error.hpp"
#include "support/dice.hpp"

namespace qonys {
namespace {

std::size_t plain(const std::vector<double>& weights, std::uint64_t word)
{
    double total = 0.0;
    for (const double weight : weights) {
        total += weight;
    }
    const double u = std::ldexp(static_cast<double>(word), -64);
    double below = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        below += weights[i];
        if (u < below / total) {
            return i;
        }
    }
    return weights.size() - 1;
}

TEST(Categorical, AgreesWithPlainSearch)
{
    testing::Dice dice(21);
    for (int trial = 0; trial < 100; ++trial) {
        std::vector<double> weights;
        const std::size_t count = 1 + dice.below(300);
        for (std::size_t i = 0; i < count; ++i) {
            weights.push_back(dice.chance(0.2) ? 0.0 : dice.unit());
        }
        weights[dice.below(count)] = 1.0;
        const Categorical categorical(weights);
        for (int i = 0; i < 200; ++i) {
            const std::uint64_t word = dice.word();
            ASSERT_EQ(categorical(word), plain(weights, word));
        }
    }
}

TEST(Categorical, TakesTheEndsOfTheRange)
{
    const Categorical categorical(std::vector<double>{1.0, 1.0});
    EXPECT_EQ(categorical(0), 0U);
    EXPECT_EQ(categorical((1ULL << 63) - 1), 0U);
    EXPECT_EQ(categorical(1ULL << 63), 1U);
    EXPECT_EQ(categorical(~0ULL), 1U);
}

TEST(Categorical, NeverTakesWhatHasNoWeight)
{
    const Categorical categorical(std::vector<double>{0.0, 1.0, 0.0});
    EXPECT_EQ(categorical(0), 1U);
    EXPECT_EQ(categorical(~0ULL), 1U);
}

TEST(Categorical, RefusesWeightsThatLeaveNoChoice)
{
    EXPECT_THROW(Categorical(std::vector<double>{0.0}), InternalError);
    EXPECT_THROW(Categorical(std::vector<double>{1.0, -0.5}), InternalError);
}

}  // namespace
}  // namespace qonys
