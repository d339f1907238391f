#include "qonys/core/math.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>

namespace qonys {
namespace {

/// Distance in units of the last place.
double ulps(double a, double b)
{
    const double gap = std::nextafter(std::abs(b), INFINITY) - std::abs(b);
    return std::abs(a - b) / gap;
}

TEST(ExactMath, AgreesWithTheLibraryToTheLastPlaces)
{
    for (double x = -30.0; x <= 30.0; x += 0.37) {
        EXPECT_LE(ulps(exact::exp(x), std::exp(x)), 2.0) << x;
        EXPECT_LE(ulps(exact::expm1(x), std::expm1(x)), 2.0) << x;
        EXPECT_LE(ulps(exact::pow(1.7, x), std::pow(1.7, x)), 2.0) << x;
    }
    for (double x = 1e-9; x <= 1e9; x *= 1.9) {
        EXPECT_LE(ulps(exact::log(x), std::log(x)), 2.0) << x;
        EXPECT_LE(ulps(exact::log1p(x), std::log1p(x)), 2.0) << x;
    }
}

TEST(ExactMath, KeepsSmallNumbersAccurate)
{
    EXPECT_LE(ulps(exact::expm1(-1e-12), std::expm1(-1e-12)), 2.0);
    EXPECT_LE(ulps(exact::log1p(-1e-12), std::log1p(-1e-12)), 2.0);
}

TEST(ExactMath, HitsTheRoundPoints)
{
    EXPECT_EQ(exact::exp(0.0), 1.0);
    EXPECT_EQ(exact::log(1.0), 0.0);
    EXPECT_EQ(exact::pow(2.0, 10.0), 1024.0);
    EXPECT_EQ(exact::log1p(0.0), 0.0);
}

// Golden bits: these may never change, on no machine and with no compiler.
TEST(ExactMath, HasTheSameBitsEverywhere)
{
    EXPECT_EQ(std::bit_cast<std::uint64_t>(exact::exp(1.0)), 0x4005bf0a8b14576aULL);
    EXPECT_EQ(std::bit_cast<std::uint64_t>(exact::log(10.0)), 0x40026bb1bbb55516ULL);
    EXPECT_EQ(std::bit_cast<std::uint64_t>(exact::pow(0.3, 0.7)), 0x3fdb8d809c615f41ULL);
}

}  // namespace
}  // namespace qonys
