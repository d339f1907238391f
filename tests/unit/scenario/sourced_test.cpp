#include <gtest/gtest.h>

#include "qonys/scenario/reader.hpp"
#include "scenario_files.hpp"

namespace qonys {
namespace {

using testing_support::reading;

const ParameterInfo plain{.unit = "-", .description = "a thing"};

/// What reading `text` with x as a number in [0, 10] complains of.
std::string reading_x(const std::string& text)
{
    return reading(text, [](Reader& in) { in.number("x", Bounds::within(0.0, 10.0), plain); });
}

TEST(ReaderSourcedNumber, GivesItsValueAndSource)
{
    const Document document = Document::parse(
        "x = {value = 1.2, source = \"Silva 2006\", year = 2006, grade = \"D\", low = 1, high = 2,"
        " note = \"n\", unit = \"-\"}",
        "s.toml");
    Reader in(document);
    EXPECT_EQ(in.number("x", Bounds::any(), plain), 1.2);
    in.finish();
    in.throw_if_any();
    const Provenance& from = in.parameters().at(0).provenance;
    EXPECT_EQ(from.source, "Silva 2006");
    EXPECT_EQ(from.year, "2006");
    EXPECT_EQ(from.grade, "D");
    EXPECT_EQ(from.note, "n");
    EXPECT_TRUE(from.assumption);
}

TEST(ReaderSourcedNumber, ReportsUnknownKeys)
{
    EXPECT_EQ(reading_x("x = {value = 1, sorce = \"a\"}"),
              "s.toml:1: unknown key 'x.sorce' (would be ignored); did you mean 'x.source'?");
}

TEST(ReaderSourcedNumber, NeedsAValue)
{
    EXPECT_EQ(reading_x("x = {source = \"a\"}"),
              "s.toml:1: x is a table without 'value'"
              " (a sourced number is {value = 1.2, source = \"...\"});"
              " add value, or write the number alone");
}

TEST(ReaderSourcedNumber, KeepsToTheBounds)
{
    EXPECT_EQ(reading_x("x = {value = 11}"),
              "s.toml:1: x = 11 is outside [0, 10]; choose a value from 0 up to 10");
}

TEST(ReaderSourcedNumber, LiesWithinItsOwnRange)
{
    EXPECT_EQ(reading_x("x = {value = 3, low = 4, high = 5}"),
              "s.toml:1: x = 3 is outside its own range, low = 4 to high = 5;"
              " correct value, low or high");
}

TEST(ReaderSourcedNumber, HasAKnownGrade)
{
    EXPECT_EQ(reading_x("x = {value = 3, grade = \"E\"}"),
              "s.toml:1: x.grade = \"E\" is not a grade; choose A (causal here),"
              " B (causal elsewhere), C (descriptive here) or D (expert)");
}

TEST(ReaderSourcedNumber, HasTheUnitInWhichItIsRead)
{
    EXPECT_EQ(reading_x("x = {value = 3, unit = \"KZT\"}"),
              "s.toml:1: x.unit = \"KZT\" but the number is read in '-';"
              " convert the value, then correct the unit");
}

TEST(ReaderSourcedNumber, HasAYear)
{
    EXPECT_EQ(reading_x("x = {value = 3, year = 2014.5}"),
              "s.toml:1: x.year = 2014.5 is a number where a year such as 2014 or \"2010-2014\""
              " is expected");
}

}  // namespace
}  // namespace qonys
