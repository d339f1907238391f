#include "qonys/parallel/ring_pairing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <map>
#include <vector>

#include "support/dice.hpp"
#include "support/stat_checks.hpp"

namespace qonys {
namespace {

using Points = std::vector<RingPoint>;
/// Key of the post that each seeker has, by key.
using Matches = std::map<std::uint64_t, std::uint64_t>;

Points some_points(testing::Dice& dice, std::size_t count, std::uint64_t first_key)
{
    Points points;
    for (std::size_t i = 0; i < count; ++i) {
        points.push_back({0, dice.word(), first_key + i});
    }
    return points;
}

Matches on_ring(const Points& seekers, const Points& posts)
{
    Matches matches;
    for (const RingPair& pair : pair_on_ring(seekers, posts)) {
        matches[seekers[pair.seeker].key] = posts[pair.post].key;
    }
    return matches;
}

Matches kth_with_kth(Points seekers, Points posts)
{
    const auto by_position = [](const RingPoint& a, const RingPoint& b) {
        return a.position < b.position;
    };
    std::sort(seekers.begin(), seekers.end(), by_position);
    std::sort(posts.begin(), posts.end(), by_position);
    Matches matches;
    for (std::size_t i = 0; i < std::min(seekers.size(), posts.size()); ++i) {
        matches[seekers[i].key] = posts[i].key;
    }
    return matches;
}

/// Seekers, other than the new one, whose post is another than before (or who lost or won one).
double changed(const Matches& before, const Matches& after, std::uint64_t newcomer)
{
    double count = 0.0;
    for (const auto& [seeker, post] : before) {
        const auto now = after.find(seeker);
        count += now == after.end() || now->second != post ? 1.0 : 0.0;
    }
    for (const auto& [seeker, post] : after) {
        count += seeker != newcomer && !before.contains(seeker) ? 1.0 : 0.0;
    }
    return count;
}

struct Effect {
    testing::Mean ring;
    testing::Mean kth;
};

Effect effect_of_one_more(std::size_t num_seekers, std::size_t num_posts, int trials)
{
    testing::Dice dice(1000 + num_seekers);
    std::vector<double> ring;
    std::vector<double> kth;
    for (int trial = 0; trial < trials; ++trial) {
        Points seekers = some_points(dice, num_seekers, 1);
        const Points posts = some_points(dice, num_posts, 1);
        const Matches ring_before = on_ring(seekers, posts);
        const Matches kth_before = kth_with_kth(seekers, posts);
        constexpr std::uint64_t newcomer = 1'000'000;
        seekers.push_back({0, dice.word(), newcomer});
        ring.push_back(changed(ring_before, on_ring(seekers, posts), newcomer));
        kth.push_back(changed(kth_before, kth_with_kth(seekers, posts), newcomer));
    }
    return {testing::mean_of(ring), testing::mean_of(kth)};
}

// How many of 1,000 pairs one extra seeker changes. As measured (mean of 200 trials, standard error
// in brackets), on the ring and k-th with k-th:
//   1,000 seekers for 1,000 posts: 28 (1) against 500;
//   1,100 seekers or 1,100 posts, the other side 1,000: 8 (0.6) against 500.
TEST(RingPairing, StatesHowManyPairsOneExtraSeekerChanges)
{
    const Effect balanced = effect_of_one_more(1000, 1000, 200);
    const Effect few_posts = effect_of_one_more(1100, 1000, 200);
    const Effect many_posts = effect_of_one_more(1000, 1100, 200);
    for (const auto& [name, effect] :
         {std::pair{"1,000 for 1,000", balanced}, std::pair{"1,100 for 1,000", few_posts},
          std::pair{"1,000 for 1,100", many_posts}}) {
        std::cout << name << ": one extra seeker changes " << effect.ring.value << " +- "
                  << effect.ring.error << " pairs on the ring, " << effect.kth.value << " +- "
                  << effect.kth.error << " k-th with k-th\n";
    }
    EXPECT_NEAR(balanced.kth.value, 500.0, 5.0 * balanced.kth.error);
    EXPECT_LT(balanced.ring.value, 50.0);
    EXPECT_LT(few_posts.ring.value, 15.0);
    EXPECT_LT(many_posts.ring.value, 15.0);
}

// The price grows with the square root of the market, not with its size.
TEST(RingPairing, ChangesMorePairsInALargerMarketOnlySlowly)
{
    const Effect small = effect_of_one_more(250, 250, 300);
    const Effect large = effect_of_one_more(4000, 4000, 60);
    const double growth = large.ring.value / small.ring.value;
    std::cout << "sixteen times the market: " << growth << " times the changes\n";
    EXPECT_NEAR(
        growth, 4.0,
        5.0 * growth *
            std::hypot(large.ring.error / large.ring.value, small.ring.error / small.ring.value));
}

}  // namespace
}  // namespace qonys
