#include "qonys/policy/timetable.hpp"

#include <gtest/gtest.h>

namespace qonys {
namespace {

TEST(Timetable, HoldsFromItsFirstMonthForGood)
{
    const Timetable timetable{.from = Month(2027, 1), .until = {}, .ramp_months = 0};
    EXPECT_EQ(timetable.strength(Month(2026, 12)), 0.0);
    EXPECT_EQ(timetable.strength(Month(2027, 1)), 1.0);
    EXPECT_EQ(timetable.strength(Month(2050, 1)), 1.0);
}

TEST(Timetable, EndsWithTheMonthBeforeUntil)
{
    const Timetable timetable{.from = Month(2027, 1), .until = Month(2027, 3), .ramp_months = 0};
    EXPECT_EQ(timetable.strength(Month(2027, 2)), 1.0);
    EXPECT_EQ(timetable.strength(Month(2027, 3)), 0.0);
}

TEST(Timetable, ComesInAlongAStraightLine)
{
    const Timetable timetable{.from = Month(2027, 1), .until = {}, .ramp_months = 4};
    EXPECT_EQ(timetable.strength(Month(2026, 12)), 0.0);
    EXPECT_EQ(timetable.strength(Month(2027, 1)), 0.25);
    EXPECT_EQ(timetable.strength(Month(2027, 3)), 0.75);
    EXPECT_EQ(timetable.strength(Month(2027, 4)), 1.0);
    EXPECT_EQ(timetable.strength(Month(2027, 5)), 1.0);
}

TEST(Timetable, MayEndBeforeItIsAllThere)
{
    const Timetable timetable{.from = Month(2027, 1), .until = Month(2027, 3), .ramp_months = 12};
    EXPECT_LT(timetable.strength(Month(2027, 2)), 0.2);
    EXPECT_EQ(timetable.strength(Month(2027, 3)), 0.0);
}

}  // namespace
}  // namespace qonys
