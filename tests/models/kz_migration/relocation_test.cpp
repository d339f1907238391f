// Posts that stay open in one region are opened in others.

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "labour/market.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Two regions, and two sectors of which the second follows people and not posts.
LabourMarket market()
{
    LabourAxes axes;
    axes.region = Axis("region", {"a", "b"});
    axes.sector = Axis("sector", {"goods", "services"});
    LabourMarket market(axes);
    market.first_posts = {300.0, 50.0, 100.0, 50.0};
    market.demand = {1.0, 1.0, 2.0, 1.0};
    return market;
}

constexpr std::array<double, 2> moving{0.1, 0.0};

TEST(Relocation, MovesWhatStaysOpenAndKeepsTheNationsPosts)
{
    LabourMarket one = market();
    one.relocate(std::array<std::int64_t, 4>{60, 10, 4, 0}, std::array<std::int64_t, 4>{300, 50, 200, 50},
                 moving);
    EXPECT_LT(one.location[0], 1.0);
    EXPECT_GT(one.location[2], 1.0);
    EXPECT_NEAR(300.0 * one.location[0] + 200.0 * one.location[2], 500.0, 1e-9);
    // 20 % and 2 % are open: the ratio of the two moves by a tenth of the difference.
    EXPECT_NEAR(one.location[0] / one.location[2], std::exp(-0.1 * 0.18), 1e-12);
    EXPECT_EQ(one.location[1], 1.0);
    EXPECT_EQ(one.location[3], 1.0);
}

TEST(Relocation, LeavesAloneWhereAsMuchIsOpenEverywhere)
{
    LabourMarket one = market();
    one.relocate(std::array<std::int64_t, 4>{30, 0, 20, 0}, std::array<std::int64_t, 4>{300, 0, 200, 0},
                 moving);
    for (const double location : one.location) {
        EXPECT_NEAR(location, 1.0, 1e-15);
    }
}

}  // namespace
}  // namespace qonys::models::kz_migration
