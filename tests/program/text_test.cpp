#include "app/text.hpp"

#include <gtest/gtest.h>

// The program is no library: its own small parts are compiled in.
#include "app/text.cpp"  // NOLINT(bugprone-suspicious-include)

namespace qonys::app {
namespace {

TEST(TextTable, AlignsByCharactersNotBytes)
{
    TextTable table({TextTable::Align::left, TextTable::Align::right, TextTable::Align::left});
    table.add({"Жетісу", "1", "a"});
    table.add({"Astana", "20", ""});
    EXPECT_EQ(table.text(), "  Жетісу   1  a\n  Astana  20\n");
}

TEST(NumberText, IsWholeFromAHundredOn)
{
    EXPECT_EQ(number_text(20283399.4), "20,283,399");
    EXPECT_EQ(number_text(-1234.0), "-1,234");
    EXPECT_EQ(number_text(-123.0), "-123");
    EXPECT_EQ(number_text(99.52), "99.5");
    EXPECT_EQ(number_text(0.012345), "0.0123");
    EXPECT_EQ(number_text(0.0), "0");
}

TEST(DurationText, HasHoursWhenNeeded)
{
    EXPECT_EQ(duration_text(42.4), "0:42");
    EXPECT_EQ(duration_text(7510.0), "2:05:10");
}

TEST(BytesText, TakesTheLargestUnit)
{
    EXPECT_EQ(bytes_text(900.0), "900 bytes");
    EXPECT_EQ(bytes_text(1536.0), "1.5 KiB");
    EXPECT_EQ(bytes_text(3.0 * 1024 * 1024 * 1024), "3.0 GiB");
}

TEST(CountText, KnowsTheSingular)
{
    EXPECT_EQ(count_text(1, "replicate"), "1 replicate");
    EXPECT_EQ(count_text(2000, "month"), "2,000 months");
}

}  // namespace
}  // namespace qonys::app
