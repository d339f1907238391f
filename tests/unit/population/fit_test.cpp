#include "qonys/population/fit.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace qonys {
namespace {

const std::vector<Axis> axes{Axis("a", {"a0", "a1"}), Axis("b", {"b0", "b1", "b2"})};

TEST(FitMargins, MeetsMarginsAndKeepsOddsRatios)
{
    const std::vector<double> seed{1, 2, 3, 4, 5, 6};
    const std::vector<Margin> margins{{"a", {0}, {30, 70}}, {"b", {1}, {20, 30, 50}}};
    const FittedTable fitted = fit_margins(axes, seed, margins, 1e-9);
    EXPECT_TRUE(fitted.converged);
    const auto by_a = margin_sums(axes, fitted.values, margins[0]);
    const auto by_b = margin_sums(axes, fitted.values, margins[1]);
    EXPECT_NEAR(by_a[0], 30, 1e-8);
    EXPECT_NEAR(by_b[2], 50, 1e-8);
    // Fitting multiplies rows and columns: the association of the seed stays.
    const auto& v = fitted.values;
    EXPECT_NEAR(v[0] * v[4] / (v[1] * v[3]), 1.0 * 5.0 / (2.0 * 4.0), 1e-9);
}

TEST(FitMargins, LeavesEmptyCellsEmpty)
{
    const FittedTable fitted =
        fit_margins(axes, {0, 1, 1, 1, 1, 1}, {{"a", {0}, {10, 10}}, {"b", {1}, {5, 7, 8}}});
    EXPECT_EQ(fitted.values[0], 0.0);
    EXPECT_TRUE(fitted.converged);
}

TEST(FitMargins, SaysWhenMarginsContradict)
{
    const FittedTable fitted = fit_margins(axes, {1, 1, 1, 1, 1, 1},
                                           {{"a", {0}, {10, 10}}, {"b", {1}, {5, 7, 9}}}, 1e-6, 50);
    EXPECT_FALSE(fitted.converged);
    EXPECT_EQ(fitted.rounds, 50);
}

TEST(CheckMargin, NamesTheWorstCell)
{
    const std::vector<double> values{1, 2, 3, 4, 5, 6};
    const MarginFit fit = check_margin(axes, values, {"both", {0, 1}, {1, 2, 3, 4, 9, 6}});
    EXPECT_EQ(fit.worst_cell, "a1 x b1");
    EXPECT_EQ(fit.largest_gap, 4.0);
    EXPECT_EQ(fit.worst_got, 5.0);
}

}  // namespace
}  // namespace qonys
