#include "qonys/process/lever.hpp"

#include <gtest/gtest.h>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

LeverSpec quota(std::vector<LeverStep> path)
{
    return {.name = "kandas.quota",
            .description = "places",
            .unit = "persons",
            .axes = {Axis("region", {"A", "B"})},
            .bounds = Bounds::at_least(0.0),
            .path = std::move(path),
            .source = ""};
}

TEST(Levers, FollowTheirPaths)
{
    LeverBook book;
    const LeverId id = book.add(quota({{Month(2025, 1), {1.0, 2.0}},
                                       {Month(2026, 1), {3.0, 4.0}},
                                       {Month(2026, 7), {5.0, 6.0}}}));
    Levers levers(book);
    EXPECT_EQ(levers(id, 1), 2.0);
    levers.follow_paths(Month(2024, 1));
    EXPECT_EQ(levers(id), 1.0);  // the first step holds before it too
    levers.follow_paths(Month(2025, 12));
    EXPECT_EQ(levers(id, 1), 2.0);
    levers.follow_paths(Month(2026, 1));
    EXPECT_EQ(levers(id, 1), 4.0);
    levers.follow_paths(Month(2030, 1));
    EXPECT_EQ(levers(id, 0), 5.0);
}

TEST(Levers, ForgetWhatMeasuresDidTheMonthBefore)
{
    LeverBook book;
    const LeverId id = book.add(quota({{Month(2025, 1), {1.0, 2.0}}}));
    Levers levers(book);
    levers.of(id)[0] = 99.0;
    levers.follow_paths(Month(2025, 2));
    EXPECT_EQ(levers(id, 0), 1.0);
}

TEST(LeverBook, RefusesWhatIsNoPath)
{
    LeverBook book;
    EXPECT_THROW(book.add(quota({})), InternalError);
    EXPECT_THROW(book.add(quota({{Month(2025, 1), {1.0}}})), InternalError);
    EXPECT_THROW(book.add(quota({{Month(2026, 1), {1.0, 2.0}}, {Month(2025, 1), {1.0, 2.0}}})),
                 InternalError);
    book.add(quota({{Month(2025, 1), {1.0, 2.0}}}));
    EXPECT_THROW(book.add(quota({{Month(2025, 1), {1.0, 2.0}}})), InternalError);
    EXPECT_TRUE(book.find("kandas.quota").has_value());
    EXPECT_FALSE(book.find("kandas.qouta").has_value());
}

LeverSpec stepped(bool goes_on)
{
    return {.name = goes_on ? "law" : "rule",
            .description = "steps in 2025, in the middle of it, and in 2026",
            .unit = "-",
            .axes = {},
            .bounds = Bounds::any(),
            .path = {{Month(2025, 1), {1.0}}, {Month(2025, 7), {2.0}}, {Month(2026, 1), {3.0}}},
            .source = "",
            .goes_on = goes_on};
}

TEST(LeverBook, HoldsRulesAtTheEndOfAYear)
{
    LeverBook book;
    book.hold_rules(2025);
    const LeverId rule = book.add(stepped(false));
    const LeverId law = book.add(stepped(true));
    Levers levers(book);
    levers.follow_paths(Month(2025, 6));
    EXPECT_EQ(levers(rule), 1.0);
    levers.follow_paths(Month(2030, 1));
    EXPECT_EQ(levers(rule), 2.0);
    EXPECT_EQ(levers(law), 3.0);
}

TEST(LeverBook, KeepsTheFirstStepWhereAllAreLater)
{
    LeverBook book;
    book.hold_rules(2020);
    const LeverId rule = book.add(stepped(false));
    EXPECT_EQ(book[rule].path.size(), 1U);
}

}  // namespace
}  // namespace qonys
