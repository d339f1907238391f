#include "qonys/run/target_comparison.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace qonys {
namespace {

/// One indicator with a target of 10 in 2026, over three replicates and two years.
TargetValues table(std::vector<double> values)
{
    TargetValues table;
    table.indicators = {{"K01", "Something", "persons", std::nullopt, "", 10.0, 2026, "at least"}};
    table.years = {2025, 2026};
    table.replicates = {0, 1, 2};
    table.values = std::move(values);
    return table;
}

const std::vector<std::uint32_t> all{0, 1, 2};

TEST(TargetComparison, PairsReplicatesYearByYear)
{
    const auto result =
        compare_targets(table({1, 9, 2, 9, 3, 11}), table({2, 10, 3, 12, 4, 8}), all);
    ASSERT_EQ(result.size(), 1U);
    ASSERT_EQ(result[0].years.size(), 2U);
    EXPECT_DOUBLE_EQ(result[0].years[0].difference->difference, 1.0);
    EXPECT_DOUBLE_EQ(result[0].years[1].difference->difference, 1.0 / 3.0);
}

TEST(TargetComparison, CountsReplicatesThatMeetTheTargetInItsYear)
{
    const auto result =
        compare_targets(table({1, 9, 2, 9, 3, 11}), table({2, 10, 3, 12, 4, 8}), all);
    EXPECT_FALSE(result[0].years[0].met_a.has_value()) << "the target is for 2026";
    EXPECT_DOUBLE_EQ(*result[0].years[1].met_a, 1.0 / 3.0);
    EXPECT_DOUBLE_EQ(*result[0].years[1].met_b, 2.0 / 3.0);
}

TEST(TargetComparison, KnowsTargetsThatAreCeilings)
{
    TargetValues a = table({1, 9, 2, 9, 3, 11});
    a.indicators[0].met = "at most";
    EXPECT_DOUBLE_EQ(*compare_targets(a, a, all)[0].years[1].met_a, 2.0 / 3.0);
}

TEST(TargetComparison, GivesNoNumberWhereOneReplicateHasNone)
{
    const double none = std::numeric_limits<double>::quiet_NaN();
    const auto result =
        compare_targets(table({1, none, 2, 9, 3, 11}), table({2, 10, 3, 12, 4, 8}), all);
    EXPECT_TRUE(result[0].years[0].difference.has_value());
    EXPECT_FALSE(result[0].years[1].difference.has_value());
}

TEST(TargetComparison, IsEmptyWhereARunHasNoTargets)
{
    EXPECT_TRUE(compare_targets(std::nullopt, table({1, 2, 3, 4, 5, 6}), all).empty());
}

}  // namespace
}  // namespace qonys
