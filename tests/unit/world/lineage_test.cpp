#include "qonys/world/lineage.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace qonys {
namespace {

TEST(Lineage, GivesNobodyTheKeyOfAnother)
{
    std::vector<std::uint64_t> keys;
    for (std::uint64_t number = 0; number < 20000; ++number) {
        for (std::uint32_t slot = 0; slot < 4; ++slot) {
            const PersonKey person = lineage::member(number, slot);
            keys.push_back(person.value());
            keys.push_back(lineage::newborn(person, 0).value());
            keys.push_back(lineage::newborn(person, 1).value());
        }
    }
    for (std::uint8_t flow = 0; flow < 3; ++flow) {
        for (std::uint8_t origin = 0; origin < 15; ++origin) {
            for (int month = 0; month < 24; ++month) {
                for (std::uint32_t ordinal = 0; ordinal < 20; ++ordinal) {
                    keys.push_back(
                        lineage::arrival(flow, origin, Month(2025, 1) + month, ordinal).value());
                }
            }
        }
    }
    std::sort(keys.begin(), keys.end());
    EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
}

TEST(Lineage, NamesHouseholdsFoundedByDifferentPeopleOrMonths)
{
    std::vector<std::uint64_t> keys;
    for (std::uint64_t number = 0; number < 2000; ++number) {
        keys.push_back(lineage::household(number).value());
        for (int month = 0; month < 12; ++month) {
            keys.push_back(
                lineage::founded(lineage::member(number, 1), Month(2025, 1) + month).value());
        }
    }
    std::sort(keys.begin(), keys.end());
    EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
}

TEST(Lineage, KeepsPeopleMadeInOrderInOrder)
{
    EXPECT_LT(lineage::member(7, 3), lineage::member(7, 4));
    EXPECT_LT(lineage::member(7, 9), lineage::member(8, 0));
    EXPECT_LT(lineage::arrival(1, 2, Month(2025, 1), 5), lineage::arrival(1, 2, Month(2025, 1), 6));
    EXPECT_LT(lineage::household(1), lineage::household(2));
}

TEST(ShardOf, IsSpreadEvenlyByConsecutiveNumbers)
{
    for (const std::uint64_t block : {0ULL, 1ULL, 7ULL, 5000ULL}) {
        std::vector<int> count(num_shards, 0);
        for (std::uint64_t i = 0; i < num_shards; ++i) {
            ++count[shard_of(lineage::household(block * num_shards + i)).value()];
        }
        EXPECT_TRUE(std::all_of(count.begin(), count.end(), [](int n) { return n == 1; }));
    }
}

TEST(ShardOf, SpreadsFoundedHouseholdsToo)
{
    std::vector<int> count(num_shards, 0);
    for (std::uint64_t number = 0; number < 100 * num_shards; ++number) {
        ++count[shard_of(lineage::founded(lineage::member(number, 0), Month(2026, 3))).value()];
    }
    const auto [least, most] = std::minmax_element(count.begin(), count.end());
    EXPECT_GT(*least, 40);  // mean 100, sd 10: six of them
    EXPECT_LT(*most, 160);
}

// A sample keeps every hundredth household: shards must stay balanced then as well.
TEST(ShardOf, SpreadsASampleEvenly)
{
    std::vector<int> count(num_shards, 0);
    for (std::uint64_t number = 0; number < 6'000'000; number += 100) {
        ++count[shard_of(lineage::household(number)).value()];
    }
    const auto [least, most] = std::minmax_element(count.begin(), count.end());
    EXPECT_GT(*least, 58 - 6 * 8);
    EXPECT_LT(*most, 58 + 6 * 8);
}

TEST(HouseholdNumber, FindsTheOneOfEachBlockThatLivesInAShard)
{
    for (const std::uint64_t block : {0ULL, 1ULL, 12345ULL}) {
        for (std::uint16_t shard = 0; shard < num_shards; shard += 13) {
            const std::uint64_t number = household_number(ShardId(shard), block);
            EXPECT_EQ(number / num_shards, block);
            EXPECT_EQ(shard_of(lineage::household(number)), ShardId(shard));
        }
    }
}

}  // namespace
}  // namespace qonys
