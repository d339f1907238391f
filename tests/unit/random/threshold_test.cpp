#include "qonys/random/threshold.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

Threshold of(double probability) { return Threshold(MonthlyProbability(probability)); }

TEST(Threshold, NeverAndAlwaysAreMeantLiterally)
{
    EXPECT_FALSE(of(0.0).hit(0));
    EXPECT_TRUE(of(1.0).hit(0));
    EXPECT_TRUE(of(1.0).hit(~0ULL - 1));
}

TEST(Threshold, CutsAtTheShareOfAllWords)
{
    EXPECT_EQ(of(0.5).value(), 1ULL << 63);
    EXPECT_TRUE(of(0.5).hit((1ULL << 63) - 1));
    EXPECT_FALSE(of(0.5).hit(1ULL << 63));
}

// Twenty million people at risk every month of a century: the table's expected count is off by less
// than a millionth of an event.
TEST(Threshold, IsExactForTinyProbabilities)
{
    constexpr double people = 2e7;
    for (double p = 1e-12; p <= 1.0; p *= 1.37) {
        const long double kept = std::ldexp(static_cast<long double>(of(p).value()), -64);
        EXPECT_LT(std::abs(static_cast<double>(kept - static_cast<long double>(p))) * people, 1e-6)
            << p;
    }
}

TEST(Threshold, TellsItsProbability)
{
    for (const double p : {0.0, 1e-9, 0.25, 0.3, 1.0}) {
        EXPECT_NEAR(of(p).probability(), p, 1e-18 + p * 1e-15);
    }
}

TEST(Threshold, OfBothIsTheProduct)
{
    EXPECT_NEAR(of(0.3).both(of(0.2)).probability(), 0.06, 1e-15);
    EXPECT_EQ(of(0.0).both(of(0.2)).value(), 0U);
}

TEST(Threshold, OfEitherNeverLosesOne)
{
    EXPECT_NEAR(of(0.3).either(of(0.2)).probability(), 0.44, 1e-15);
    EXPECT_EQ(of(0.3).either(of(0.0)), of(0.3));
    EXPECT_NEAR(of(0.0).either(of(0.2)).probability(), 0.2, 1e-15);
    EXPECT_GE(of(1.0).either(of(1.0)), of(1.0));
}

TEST(Threshold, RefusesWhatIsNoProbability)
{
    EXPECT_THROW(of(-1e-9), InternalError);
    EXPECT_THROW(of(1.0 + 1e-9), InternalError);
    EXPECT_THROW(of(std::nan("")), InternalError);
}

TEST(MultiplyHigh, ScalesAWordIntoARange)
{
    EXPECT_EQ(multiply_high(~0ULL, 10), 9U);
    EXPECT_EQ(multiply_high(0, 10), 0U);
    EXPECT_EQ(multiply_high(1ULL << 63, 10), 5U);
}

}  // namespace
}  // namespace qonys
