#include "qonys/core/quantity.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

TEST(MonthlyProbability, OfARateIsConstantHazard)
{
    EXPECT_DOUBLE_EQ(monthly(AnnualRate(0.12)).value(), -std::expm1(-0.01));
    EXPECT_EQ(monthly(AnnualRate(0.0)).value(), 0.0);
}

TEST(MonthlyProbability, TwelveTimesMakesUpTheYear)
{
    for (const double yearly : {1e-6, 0.01, 0.3, 0.9, 0.999}) {
        const double p = monthly(AnnualProbability(yearly)).value();
        EXPECT_NEAR(1.0 - std::pow(1.0 - p, 12.0), yearly, 1e-12);
    }
}

TEST(MonthlyProbability, OfACertainYearIsCertain)
{
    EXPECT_EQ(monthly(AnnualProbability(1.0)).value(), 1.0);
}

TEST(AnnualRate, GoesThereAndBack)
{
    EXPECT_NEAR(monthly(annual_rate(AnnualProbability(0.3))).value(),
                monthly(AnnualProbability(0.3)).value(), 1e-15);
}

TEST(AnnualRate, RefusesWhatIsNoProbability)
{
    EXPECT_THROW(static_cast<void>(annual_rate(AnnualProbability(-0.1))), InternalError);
    EXPECT_THROW(static_cast<void>(annual_rate(AnnualProbability(1.1))), InternalError);
    EXPECT_THROW(static_cast<void>(monthly(AnnualRate(-1.0))), InternalError);
}

TEST(Money, AddsWithoutRounding)
{
    Money sum(9'007'199'254'740'993);  // 2^53 + 1: no double holds it
    sum += Money(1);
    EXPECT_EQ((sum - Money(2)).tenge(), 9'007'199'254'740'992);
}

}  // namespace
}  // namespace qonys
