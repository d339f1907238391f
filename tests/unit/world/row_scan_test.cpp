#include "qonys/world/row_scan.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "support/dice.hpp"

namespace qonys {
namespace {

enum class Colour : std::uint8_t { red, green, blue };

using RowNumbers = std::vector<std::uint32_t>;

/// A column anywhere in memory; `share` of it is blue.
struct Painted {
    std::vector<Colour> memory;
    std::span<const Colour> column;

    Painted(testing::Dice& dice, std::size_t size, double share)
        : memory(size + dice.below(70), Colour::blue)
    {
        for (Colour& colour : memory) {
            colour = dice.chance(share) ? Colour::blue : Colour::red;
        }
        column = std::span<const Colour>(memory).last(size);
    }
};

template <class IsWanted>
RowNumbers plain(std::size_t size, IsWanted is_wanted)
{
    RowNumbers rows;
    for (std::uint32_t row = 0; row < size; ++row) {
        if (is_wanted(row)) {
            rows.push_back(row);
        }
    }
    return rows;
}

TEST(RowScan, FindsWhatAPlainLoopFinds)
{
    testing::Dice dice(91);
    for (const double share : {0.0, 0.02, 0.3, 1.0}) {
        for (std::size_t size = 0; size < 300; ++size) {
            const Painted painted(dice, size, share);
            const auto is_blue = [&](std::size_t row) {
                return painted.column[row] == Colour::blue;
            };
            RowNumbers rows;
            append_rows_equal(painted.column, Colour::blue, rows);
            ASSERT_EQ(rows, plain(size, is_blue)) << size << " rows, " << share;
            RowNumbers visited;
            scan_rows<true>(painted.column, Colour::red, [&](std::size_t row) {
                visited.push_back(static_cast<std::uint32_t>(row));
            });
            ASSERT_EQ(visited, rows);
        }
    }
}

TEST(RowScan, FindsWhereTwoColumnsDiffer)
{
    testing::Dice dice(92);
    for (std::size_t size = 0; size < 300; ++size) {
        const Painted a(dice, size, 0.05);
        const Painted b(dice, size, 0.05);
        RowNumbers rows;
        append_rows_that_differ(a.column, b.column, rows);
        ASSERT_EQ(rows,
                  plain(size, [&](std::size_t row) { return a.column[row] != b.column[row]; }))
            << size << " rows";
    }
}

TEST(RowScan, AddsToWhatTheListHolds)
{
    const std::vector<Colour> column(130, Colour::green);
    RowNumbers rows{7, 8};
    append_rows_equal(std::span<const Colour>(column), Colour::green, rows);
    append_rows_equal(std::span<const Colour>(column), Colour::red, rows);
    RowNumbers expected(132);
    std::iota(expected.begin() + 2, expected.end(), 0U);
    expected[0] = 7;
    expected[1] = 8;
    EXPECT_EQ(rows, expected);
}

TEST(RowScan, LetsAVisitChangeItsOwnRow)
{
    std::vector<Colour> column(150, Colour::green);
    int visits = 0;
    scan_rows<false>(std::span<const Colour>(column), Colour::green, [&](std::size_t row) {
        column[row] = Colour::red;
        ++visits;
    });
    EXPECT_EQ(visits, 150);
}

}  // namespace
}  // namespace qonys
