#include "qonys/parallel/ring_pairing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "qonys/core/name.hpp"
#include "support/dice.hpp"

namespace qonys {
namespace {

using Points = std::vector<RingPoint>;
using Pairs = std::vector<RingPair>;

struct Stand {
    bool is_post;
    std::uint64_t key;
    std::size_t index;
};

/// Cancels neighbours "seeker, post" on one ring until none are left, in quadratic time.
void cancel(std::vector<Stand> ring, Pairs& pairs)
{
    for (bool found = true; found && ring.size() > 1;) {
        found = false;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const std::size_t next = (i + 1) % ring.size();
            if (!ring[i].is_post && ring[next].is_post) {
                pairs.push_back({ring[i].index, ring[next].index});
                ring.erase(ring.begin() + static_cast<std::ptrdiff_t>(std::max(i, next)));
                ring.erase(ring.begin() + static_cast<std::ptrdiff_t>(std::min(i, next)));
                found = true;
                break;
            }
        }
    }
}

Pairs reference(const Points& seekers, const Points& posts)
{
    Pairs pairs;
    std::map<std::uint32_t, std::map<std::tuple<std::uint64_t, bool, std::uint64_t>, Stand>> rings;
    for (std::size_t i = 0; i < seekers.size(); ++i) {
        rings[seekers[i].segment][{seekers[i].position, false, seekers[i].key}] = {
            false, seekers[i].key, i};
    }
    for (std::size_t i = 0; i < posts.size(); ++i) {
        rings[posts[i].segment][{posts[i].position, true, posts[i].key}] = {true, posts[i].key, i};
    }
    for (const auto& [segment, places] : rings) {
        std::vector<Stand> ring;
        for (const auto& [place, stand] : places) {
            ring.push_back(stand);
        }
        cancel(std::move(ring), pairs);
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

Points some_points(testing::Dice& dice, std::size_t count, std::size_t num_segments,
                   std::uint64_t positions)
{
    Points points;
    for (std::size_t i = 0; i < count; ++i) {
        points.push_back({static_cast<std::uint32_t>(dice.below(num_segments)),
                          positions == 0 ? dice.word() : dice.below(positions), mix64(i)});
    }
    return points;
}

TEST(RingPairing, AgreesWithCancellingBrackets)
{
    testing::Dice dice(51);
    for (int trial = 0; trial < 1500; ++trial) {
        const std::uint64_t positions = dice.chance(0.3) ? 5 : 0;  // ties, or none
        const Points seekers = some_points(dice, dice.below(25), 3, positions);
        const Points posts = some_points(dice, dice.below(25), 3, positions);
        ASSERT_EQ(pair_on_ring(seekers, posts), reference(seekers, posts)) << "trial " << trial;
    }
}

TEST(RingPairing, PairsEveryoneOnceAndAsManyAsThereCanBe)
{
    testing::Dice dice(52);
    const Points seekers = some_points(dice, 900, 4, 0);
    const Points posts = some_points(dice, 800, 4, 0);
    std::map<std::uint32_t, std::size_t> num_seekers;
    std::map<std::uint32_t, std::size_t> num_posts;
    std::map<std::uint32_t, std::size_t> num_pairs;
    for (const RingPoint& seeker : seekers) {
        ++num_seekers[seeker.segment];
    }
    for (const RingPoint& post : posts) {
        ++num_posts[post.segment];
    }
    std::set<std::size_t> paired_seekers;
    std::set<std::size_t> paired_posts;
    for (const RingPair& pair : pair_on_ring(seekers, posts)) {
        EXPECT_TRUE(paired_seekers.insert(pair.seeker).second);
        EXPECT_TRUE(paired_posts.insert(pair.post).second);
        EXPECT_EQ(seekers[pair.seeker].segment, posts[pair.post].segment);
        ++num_pairs[seekers[pair.seeker].segment];
    }
    for (std::uint32_t segment = 0; segment < 4; ++segment) {
        EXPECT_EQ(num_pairs[segment], std::min(num_seekers[segment], num_posts[segment]));
    }
}

TEST(RingPairing, DoesNotDependOnTheOrderGiven)
{
    testing::Dice dice(53);
    const Points seekers = some_points(dice, 50, 2, 0);
    const Points posts = some_points(dice, 40, 2, 0);
    const Points seekers_backwards(seekers.rbegin(), seekers.rend());
    const Points posts_backwards(posts.rbegin(), posts.rend());
    std::set<std::pair<std::uint64_t, std::uint64_t>> forwards;
    std::set<std::pair<std::uint64_t, std::uint64_t>> backwards;
    for (const RingPair& pair : pair_on_ring(seekers, posts)) {
        forwards.insert({seekers[pair.seeker].key, posts[pair.post].key});
    }
    for (const RingPair& pair : pair_on_ring(seekers_backwards, posts_backwards)) {
        backwards.insert({seekers_backwards[pair.seeker].key, posts_backwards[pair.post].key});
    }
    EXPECT_EQ(forwards, backwards);
}

TEST(RingPairing, LeavesOtherSegmentsAloneWhenSomeoneComes)
{
    testing::Dice dice(54);
    Points seekers = some_points(dice, 60, 3, 0);
    const Points posts = some_points(dice, 60, 3, 0);
    const Pairs before = pair_on_ring(seekers, posts);
    seekers.push_back({1, dice.word(), 999});
    const Pairs after = pair_on_ring(seekers, posts);
    for (const RingPair& pair : before) {
        if (posts[pair.post].segment != 1) {
            EXPECT_TRUE(std::binary_search(after.begin(), after.end(), pair));
        }
    }
}

TEST(RingPairing, CopesWithEmptySides)
{
    const Points some{{0, 5, 1}, {0, 6, 2}};
    EXPECT_TRUE(pair_on_ring({}, {}).empty());
    EXPECT_TRUE(pair_on_ring(some, {}).empty());
    EXPECT_TRUE(pair_on_ring({}, some).empty());
}

TEST(RingPairing, GoesRoundTheEndOfTheRing)
{
    const Points seekers{{0, 900, 1}};
    const Points posts{{0, 100, 2}};
    EXPECT_EQ(pair_on_ring(seekers, posts), (Pairs{{0, 0}}));
}

}  // namespace
}  // namespace qonys
