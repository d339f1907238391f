#include "qonys/random/choice.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "qonys/core/error.hpp"
#include "qonys/random/distribution/exponential.hpp"

namespace qonys {
namespace {

const AddressedDraw draw = Stream(3, 0)(Draw("moves.destination"));

// The reason for this kind of choice: what policy does for one region is nothing to those who
// choose between two others.
TEST(Choice, MovesNobodyBetweenTwoOthersWhenOneIsRaised)
{
    std::vector<double> weights{0.1, 2.0, 0.7, 1.3, 0.4};
    for (std::size_t raised = 0; raised < weights.size(); ++raised) {
        std::vector<double> higher = weights;
        higher[raised] *= 1.3;
        const Choice before(weights);
        const Choice after(higher);
        int drawn = 0;
        for (std::uint64_t key = 0; key < 4000; ++key) {
            const std::size_t was = before(draw, key, 5);
            const std::size_t is = after(draw, key, 5);
            ASSERT_TRUE(is == was || is == raised) << "chooser " << key;
            drawn += is != was ? 1 : 0;
        }
        EXPECT_GT(drawn, 0);
    }
}

TEST(Choice, ManyChoosersAtOnceChooseAsOneByOne)
{
    constexpr std::size_t alternatives = 7;
    for (const std::size_t choosers : {0UL, 1UL, 17UL, 200UL}) {
        std::vector<std::uint64_t> keys(choosers);
        std::vector<double> inverse(choosers * alternatives);
        for (std::size_t i = 0; i < choosers; ++i) {
            keys[i] = 1000 + i * i;
            for (std::size_t j = 0; j < alternatives; ++j) {
                inverse[i * alternatives + j] = 1.0 / (1.0 + static_cast<double>((i + j) % 5));
            }
        }
        std::vector<std::uint8_t> chosen(choosers);
        choose_each(draw, keys, 8, inverse, chosen);
        for (std::size_t i = 0; i < choosers; ++i) {
            EXPECT_EQ(chosen[i], choose(draw, keys[i], 8,
                                        std::span(inverse).subspan(i * alternatives, alternatives)));
        }
    }
}

TEST(Choice, NeverTakesWhatHasNoWeight)
{
    const Choice choice(std::vector<double>{0.0, 1.0, 0.0, 1e-12, 0.0});
    for (std::uint64_t key = 0; key < 2000; ++key) {
        const std::size_t chosen = choice(draw, key, 0);
        ASSERT_TRUE(chosen == 1 || chosen == 3);
    }
}

TEST(Choice, IsTheRaceOfExponentials)
{
    const std::vector<double> weights{0.3, 1.7, 0.9};
    for (std::uint64_t key = 0; key < 500; ++key) {
        std::vector<std::uint64_t> words(weights.size());
        draw.words(key, 8, words);
        std::size_t first = 0;
        for (std::size_t i = 1; i < weights.size(); ++i) {
            if (unit_exponential(words[i]) / weights[i] <
                unit_exponential(words[first]) / weights[first]) {
                first = i;
            }
        }
        ASSERT_EQ(Choice(weights)(draw, key, 8), first);
    }
}

TEST(Choice, DoesNotMindTheScaleOfWeights)
{
    const std::vector<double> weights{1e-290, 3e-290};
    const std::vector<double> scaled{1.0, 3.0};
    int same = 0;
    for (std::uint64_t key = 0; key < 1000; ++key) {
        same += Choice(weights)(draw, key, 1) == Choice(scaled)(draw, key, 1) ? 1 : 0;
    }
    EXPECT_EQ(same, 1000);
}

TEST(Choice, RefusesWeightsThatLeaveNoChoice)
{
    EXPECT_THROW(Choice(std::vector<double>{}), InternalError);
    EXPECT_THROW(Choice(std::vector<double>{0.0, 0.0}), InternalError);
    EXPECT_THROW(Choice(std::vector<double>{1.0, -1.0}), InternalError);
    EXPECT_THROW(Choice(std::vector<double>(Choice::max_alternatives + 1, 1.0)), InternalError);
}

TEST(Choice, TakesAsManyAlternativesAsItSays)
{
    const Choice choice(std::vector<double>(Choice::max_alternatives, 1.0));
    std::vector<int> seen(Choice::max_alternatives, 0);
    for (std::uint64_t key = 0; key < 5000; ++key) {
        ++seen[choice(draw, key, 0)];
    }
    for (const int count : seen) {
        EXPECT_GT(count, 0);
    }
}

}  // namespace
}  // namespace qonys
