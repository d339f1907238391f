#include "qonys/table/table.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "qonys/core/error.hpp"
#include "qonys/core/id.hpp"

namespace qonys {
namespace {

enum class Sex : std::uint8_t { male, female };
using Rates = Table<double, RegionId, Sex>;

Rates rates() { return Rates({Axis("region", {"A", "B", "C"}), Axis("sex", {"male", "female"})}); }

TEST(Table, LaysTheLastAxisOutFastest)
{
    Rates table = rates();
    std::iota(table.values().begin(), table.values().end(), 0.0);
    EXPECT_EQ(table(RegionId(0), Sex::female), 1.0);
    EXPECT_EQ(table(RegionId(2), Sex::male), 4.0);
    table(RegionId(1), Sex::male) = 9.0;
    EXPECT_EQ(table.values()[2], 9.0);
}

TEST(Table, StartsWithItsFillEverywhere)
{
    const Table<int, Sex> table({Axis("sex", {"male", "female"})}, 7);
    EXPECT_EQ(table(Sex::male), 7);
    EXPECT_EQ(table.values().size(), 2U);
}

TEST(Table, WithoutAxesIsOneValue)
{
    const Table<double> table({}, 3.0);
    EXPECT_EQ(table(), 3.0);
}

TEST(Interpolate, DrawsStraightLinesBetweenPoints)
{
    const std::vector<Point> points{{0.0, 10.0}, {10.0, 20.0}, {20.0, 0.0}};
    EXPECT_DOUBLE_EQ(interpolate(points, 5.0), 15.0);
    EXPECT_DOUBLE_EQ(interpolate(points, 15.0), 10.0);
    EXPECT_DOUBLE_EQ(interpolate(points, 10.0), 20.0);
}

TEST(Interpolate, IsConstantBeyondTheEnds)
{
    const std::vector<Point> points{{0.0, 10.0}, {10.0, 20.0}};
    EXPECT_EQ(interpolate(points, -3.0), 10.0);
    EXPECT_EQ(interpolate(points, 99.0), 20.0);
    EXPECT_EQ(interpolate(std::vector<Point>{{1.0, 4.0}}, 2.0), 4.0);
    EXPECT_THROW(static_cast<void>(interpolate({}, 2.0)), InternalError);
}

}  // namespace
}  // namespace qonys
