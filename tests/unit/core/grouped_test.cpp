#include "qonys/core/grouped.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace qonys {
namespace {

std::size_t tens(int number) { return static_cast<std::size_t>(number / 10); }

Grouped<int> by_tens()
{
    const std::array<std::vector<int>, 3> parts{{{31, 5, 12}, {}, {11, 3, 39}}};
    return {parts, 5, tens};
}

std::vector<int> items(std::span<const int> group) { return {group.begin(), group.end()}; }

TEST(Grouped, KeepsTheOrderInWhichItemsOfAGroupWereGiven)
{
    const Grouped<int> groups = by_tens();
    ASSERT_EQ(groups.num_groups(), 5U);
    EXPECT_EQ(items(groups[0]), (std::vector<int>{5, 3}));
    EXPECT_EQ(items(groups[1]), (std::vector<int>{12, 11}));
    EXPECT_TRUE(groups[2].empty());
    EXPECT_EQ(items(groups[3]), (std::vector<int>{31, 39}));
    EXPECT_TRUE(groups[4].empty());
}

TEST(Grouped, CanBeSortedGroupByGroup)
{
    Grouped<int> groups = by_tens();
    std::sort(groups[1].begin(), groups[1].end());
    EXPECT_EQ(items(groups[1]), (std::vector<int>{11, 12}));
    EXPECT_EQ(items(groups[0]), (std::vector<int>{5, 3}));
}

TEST(Grouped, HasNoGroupsUnlessTheyAreGiven) { EXPECT_EQ(Grouped<int>().num_groups(), 0U); }

}  // namespace
}  // namespace qonys
