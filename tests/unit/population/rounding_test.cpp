#include "qonys/population/rounding.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>

#include "support/dice.hpp"

namespace qonys {
namespace {

TEST(RoundToTotal, GivesTheLargestRemaindersTheRest)
{
    const std::array<double, 3> values{1.4, 1.4, 1.2};
    EXPECT_EQ(round_to_total(values, 4), (std::vector<std::int64_t>{2, 1, 1}));
}

TEST(RoundToTotal, ScalesToTheTotal)
{
    const std::array<double, 2> values{1.0, 3.0};
    EXPECT_EQ(round_to_total(values, 400), (std::vector<std::int64_t>{100, 300}));
    const std::array<double, 2> nobody{0.0, 0.0};
    EXPECT_EQ(round_to_total(nobody, 0), (std::vector<std::int64_t>{0, 0}));
}

TEST(RoundToTotal, KeepsWithinBounds)
{
    const std::array<double, 3> values{5.0, 1.0, 1.0};
    const std::array<std::int64_t, 3> upper{2, 9, 2};
    const auto rounded = round_to_total(values, 7, upper);
    EXPECT_EQ(std::accumulate(rounded.begin(), rounded.end(), std::int64_t{0}), 7);
    for (std::size_t i = 0; i < upper.size(); ++i) {
        EXPECT_LE(rounded[i], upper[i]);
    }
}

TEST(RoundToMargins, MeetsBothMarginsAndMovesNoCellByOne)
{
    constexpr std::size_t rows = 7;
    constexpr std::size_t columns = 5;
    testing::Dice dice(1);
    for (int trial = 0; trial < 50; ++trial) {
        // Whole margins: start from whole cells and move fractions round rectangles.
        std::vector<double> matrix(rows * columns);
        for (double& cell : matrix) {
            cell = static_cast<double>(2 + dice.below(9));
        }
        std::vector<std::int64_t> row_sums(rows, 0);
        std::vector<std::int64_t> column_sums(columns, 0);
        for (std::size_t cell = 0; cell < matrix.size(); ++cell) {
            row_sums[cell / columns] += std::llround(matrix[cell]);
            column_sums[cell % columns] += std::llround(matrix[cell]);
        }
        for (int swap = 0; swap < 40; ++swap) {
            const std::size_t r1 = dice.below(rows), r2 = dice.below(rows);
            const std::size_t c1 = dice.below(columns), c2 = dice.below(columns);
            const double part = static_cast<double>(dice.below(1000)) / 4000.0;
            if (r1 != r2 && c1 != c2 && matrix[r1 * columns + c1] > 1.0 &&
                matrix[r2 * columns + c2] > 1.0) {
                matrix[r1 * columns + c1] -= part;
                matrix[r1 * columns + c2] += part;
                matrix[r2 * columns + c1] += part;
                matrix[r2 * columns + c2] -= part;
            }
        }
        const auto rounded = round_to_margins(matrix, row_sums, column_sums);
        for (std::size_t cell = 0; cell < matrix.size(); ++cell) {
            row_sums[cell / columns] -= rounded[cell];
            column_sums[cell % columns] -= rounded[cell];
            EXPECT_LT(std::abs(static_cast<double>(rounded[cell]) - matrix[cell]), 1.0 + 1e-5);
        }
        EXPECT_EQ(row_sums, std::vector<std::int64_t>(rows, 0));
        EXPECT_EQ(column_sums, std::vector<std::int64_t>(columns, 0));
    }
}

}  // namespace
}  // namespace qonys
