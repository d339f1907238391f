#include "qonys/core/name.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace qonys {
namespace {

TEST(NameHash, IsTheStandardFnv1a)
{
    EXPECT_EQ(name_hash(""), 0xcbf29ce484222325ULL);
    EXPECT_EQ(name_hash("a"), 0xaf63dc4c8601ec8cULL);  // Fowler, Noll and Vo's test vector
}

TEST(Mix64, IsTheSplitMix64Sequence)
{
    // First outputs of SplitMix64 seeded with 0.
    EXPECT_EQ(mix64(0), 0xe220a8397b1dcdafULL);
    EXPECT_EQ(mix64(0x9e3779b97f4a7c15ULL), 0x6e789e6aa1b965f4ULL);
}

TEST(Mix64, SendsNeighboursFarApart)
{
    int flipped = 0;
    for (std::uint64_t x = 0; x < 1000; ++x) {
        flipped += __builtin_popcountll(mix64(x) ^ mix64(x + 1));
    }
    EXPECT_NEAR(flipped / 1000.0, 32.0, 5.0 * 4.0 / 31.6);  // 64 fair bits: sd 4, mean of 1,000
}

TEST(NearestName, FindsASlipOfTheHand)
{
    const std::vector<std::string> known{"kandas.quota", "permits.quota", "kandas.support"};
    EXPECT_EQ(nearest_name("kandas.qouta", known), "kandas.quota");
    EXPECT_EQ(nearest_name("kandas.quot", known), "kandas.quota");
    EXPECT_EQ(nearest_name("permit.quota", known), "permits.quota");
}

TEST(NearestName, IsSilentWhenNothingIsNear)
{
    const std::vector<std::string> known{"kandas.quota"};
    EXPECT_EQ(nearest_name("fertility", known), "");
    EXPECT_EQ(nearest_name("kandas.quota", std::vector<std::string>{}), "");
}

TEST(NearestName, CountsASwapOfNeighboursOnce)
{
    const std::vector<std::string> known{"abdc", "abxy"};
    EXPECT_EQ(nearest_name("abcd", known), "abdc");
}

}  // namespace
}  // namespace qonys
