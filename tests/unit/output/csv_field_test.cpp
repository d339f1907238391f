#include "qonys/output/csv_field.hpp"

#include <gtest/gtest.h>

namespace qonys {
namespace {

TEST(CsvField, QuotesWhatWouldBreakALine)
{
    EXPECT_EQ(csv_field("moves"), "moves");
    EXPECT_EQ(csv_field(""), "");
    EXPECT_EQ(csv_field("issued, extended"), "\"issued, extended\"");
    EXPECT_EQ(csv_field("the \"quota\""), "\"the \"\"quota\"\"\"");
    EXPECT_EQ(csv_field("two\nlines"), "\"two\nlines\"");
}

}  // namespace
}  // namespace qonys
