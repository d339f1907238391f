#include "qonys/core/month.hpp"

#include <gtest/gtest.h>

namespace qonys {
namespace {

TEST(Month, CountsFromJanuary1900)
{
    EXPECT_EQ(Month(1900, 1).index(), 0);
    EXPECT_EQ(Month(2025, 3).index(), 125 * 12 + 2);
    EXPECT_EQ(Month(2025, 12) + 1, Month(2026, 1));
    EXPECT_EQ(Month(2026, 1) - Month(2024, 11), 14);
}

TEST(Month, KnowsItsYearBefore1900Too)
{
    for (int index = -40; index <= 40; ++index) {
        const Month month = Month::from_index(index);
        EXPECT_EQ(Month(month.year(), month.month_of_year()), month);
        EXPECT_GE(month.month_of_year(), 1);
        EXPECT_LE(month.month_of_year(), 12);
    }
    EXPECT_EQ(Month::from_index(-1), Month(1899, 12));
}

TEST(Month, ReadsMonthsAndFirstDays)
{
    EXPECT_EQ(Month::parse("2025-01"), Month(2025, 1));
    EXPECT_EQ(Month::parse("2025-12-01"), Month(2025, 12));
}

TEST(Month, RefusesEverythingElse)
{
    for (const char* text : {"", "2025", "2025-13", "2025-00", "2025-1", "2025-01-02", "2025/01",
                             "2025-01-1", "20x5-01", "2025--1", "-025-01", "2025-01-01T"}) {
        EXPECT_FALSE(Month::parse(text).has_value()) << text;
    }
}

TEST(Month, WritesWhatItReads)
{
    EXPECT_EQ(Month(2025, 1).text(), "2025-01");
    EXPECT_EQ(Month::parse(Month(1987, 11).text()), Month(1987, 11));
}

TEST(MonthStamp, GoesThereAndBack)
{
    EXPECT_EQ(month_of(stamp(Month(2030, 6))), Month(2030, 6));
    EXPECT_EQ(month_of(stamp(Month(1890, 6))), Month(1890, 6));
}

TEST(Age, IsCompletedYearsInTheMonth)
{
    const MonthStamp born = stamp(Month(2000, 6));
    EXPECT_EQ(age_in_years(born, Month(2000, 6)), 0);
    EXPECT_EQ(age_in_years(born, Month(2001, 5)), 0);
    EXPECT_EQ(age_in_years(born, Month(2001, 6)), 1);
    EXPECT_EQ(age_in_years(born, Month(2025, 5)), 24);
}

}  // namespace
}  // namespace qonys
