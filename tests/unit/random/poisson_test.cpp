#include "qonys/random/distribution/poisson.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "qonys/random/distribution/uniform.hpp"
#include "support/dice.hpp"

namespace qonys {
namespace {

/// Smallest count whose distribution function exceeds u.
int plain(double u, double mean)
{
    double below = 0.0;
    for (int count = 0;; ++count) {
        below += std::exp(count * std::log(mean) - mean - std::lgamma(count + 1.0));
        if (u < below || count > 1000) {
            return count;
        }
    }
}

TEST(Poisson, InvertsTheDistributionFunction)
{
    testing::Dice dice(23);
    int different = 0;
    for (const double mean : {0.01, 0.7, 4.0, 30.0, 50.0}) {
        for (int i = 0; i < 5000; ++i) {
            const std::uint64_t word = dice.word();
            different += poisson(word, mean) != plain(uniform_unit(word), mean) ? 1 : 0;
        }
    }
    EXPECT_EQ(different, 0);
}

TEST(Poisson, RisesWithTheWordAndEnds)
{
    EXPECT_EQ(poisson(~0ULL, 0.0), 0);
    EXPECT_EQ(poisson(0, 3.0), 0);
    EXPECT_LT(poisson(~0ULL, 3.0), 60);
    testing::Dice dice(24);
    for (int i = 0; i < 2000; ++i) {
        const std::uint64_t word = dice.word();
        ASSERT_LE(poisson(word / 2, 5.0), poisson(word, 5.0));
    }
}

}  // namespace
}  // namespace qonys
