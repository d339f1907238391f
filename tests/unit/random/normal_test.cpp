#include "qonys/random/distribution/normal.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "qonys/random/distribution/uniform.hpp"
#include "support/dice.hpp"

namespace qonys {
namespace {

double distribution_function(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2.0; }

TEST(StandardNormal, InvertsTheDistributionFunction)
{
    testing::Dice dice(8);
    for (int i = 0; i < 20000; ++i) {
        const std::uint64_t word = dice.word();
        const double p = uniform_unit(word);
        EXPECT_NEAR(distribution_function(standard_normal(word)), p, 4e-16 + 1e-14 * p);
    }
}

TEST(StandardNormal, ReachesFarIntoBothTails)
{
    // u = 2^-53, the smallest: the quantile is -8.21 (to three figures).
    EXPECT_NEAR(standard_normal(0), -8.2095, 1e-3);
    EXPECT_NEAR(standard_normal(~0ULL), 8.2095, 1e-3);
    for (const std::uint64_t word : {0ULL, 1ULL << 13, 1ULL << 20, 1ULL << 35}) {
        const double p = uniform_unit(word);
        EXPECT_NEAR(distribution_function(standard_normal(word)) / p, 1.0, 1e-12);
    }
}

TEST(StandardNormal, IsSymmetricAndRisesWithTheWord)
{
    EXPECT_NEAR(standard_normal(1ULL << 63), 0.0, 1e-15);
    testing::Dice dice(9);
    for (int i = 0; i < 5000; ++i) {
        const std::uint64_t word = dice.word();
        EXPECT_NEAR(standard_normal(word), -standard_normal(~word), 1e-9);
        if (word < ~0ULL - (1ULL << 30)) {
            ASSERT_LE(standard_normal(word), standard_normal(word + (1ULL << 30)));
        }
    }
}

}  // namespace
}  // namespace qonys
