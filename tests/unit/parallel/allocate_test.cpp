#include "qonys/parallel/allocate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <vector>

#include "qonys/core/error.hpp"
#include "support/dice.hpp"

namespace qonys {
namespace {

struct Answer {
    std::vector<bool> wins;
    std::vector<std::int64_t> granted;
    bool operator==(const Answer&) const = default;
};

/// What allocate promises, in the plainest way: sort everybody, then walk along.
Answer reference(const std::vector<Candidate>& candidates, const std::vector<std::int64_t>& slots,
                 LastCandidate last)
{
    Answer answer{std::vector<bool>(candidates.size(), false),
                  std::vector<std::int64_t>(slots.size(), 0)};
    std::vector<std::size_t> order(candidates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::tie(candidates[a].priority, candidates[a].key) <
               std::tie(candidates[b].priority, candidates[b].key);
    });
    std::vector<bool> ended(slots.size(), false);
    for (const std::size_t i : order) {
        const Candidate& candidate = candidates[i];
        const std::uint32_t segment = candidate.segment;
        const std::int64_t left = slots[segment] - answer.granted[segment];
        const bool fits = last == LastCandidate::must_fit ? candidate.size <= left : left > 0;
        if (ended[segment] || !fits) {
            ended[segment] = true;
            continue;
        }
        answer.wins[i] = true;
        answer.granted[segment] += candidate.size;
    }
    return answer;
}

Answer answer_of(const Allocation& allocation, const std::vector<Candidate>& candidates)
{
    Answer answer{{}, allocation.granted()};
    for (const Candidate& candidate : candidates) {
        answer.wins.push_back(allocation.wins(candidate));
    }
    return answer;
}

Answer tuned(const std::vector<Candidate>& candidates, const std::vector<std::int64_t>& slots,
             LastCandidate last)
{
    return answer_of(allocate(*serial_communicator(), candidates, slots, last), candidates);
}

struct Question {
    std::vector<Candidate> candidates;
    std::vector<std::int64_t> slots;
};

/// Narrow ranges of priority and key, so that ties and equal leading digits are common.
Question any_question(testing::Dice& dice)
{
    Question question;
    const std::size_t num_segments = 1 + dice.below(6);
    for (std::size_t segment = 0; segment < num_segments; ++segment) {
        const std::uint64_t kind = dice.below(5);
        question.slots.push_back(kind == 0   ? 0
                                 : kind == 1 ? -static_cast<std::int64_t>(dice.below(9))
                                             : static_cast<std::int64_t>(dice.below(60)));
    }
    // Crowds too, whose leading digits are counted rather than sorted.
    const std::size_t count = dice.chance(0.01) ? 9000 + dice.below(9000) : dice.below(40);
    const std::uint64_t width = dice.below(3);
    const auto largest = dice.chance(0.05) ? 4'000'000'000ULL : 7ULL;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t priority = width == 0   ? dice.below(4)
                                       : width == 1 ? dice.below(4) << 60
                                                    : dice.word();
        question.candidates.push_back({static_cast<std::uint32_t>(dice.below(num_segments)),
                                       static_cast<std::uint32_t>(1 + dice.below(largest)),
                                       priority, (dice.chance(0.5) ? i : mix64(i))});
    }
    return question;
}

class AllocateBoth : public ::testing::TestWithParam<LastCandidate> {};

TEST_P(AllocateBoth, AgreesWithSortingOnThousandsOfQuestions)
{
    testing::Dice dice(41);
    for (int trial = 0; trial < 5000; ++trial) {
        const Question question = any_question(dice);
        ASSERT_EQ(tuned(question.candidates, question.slots, GetParam()),
                  reference(question.candidates, question.slots, GetParam()))
            << "question " << trial;
    }
}

TEST_P(AllocateBoth, GivesTheSameForAnyNumberOfThreads)
{
    testing::Dice dice(43);
    for (int trial = 0; trial < 20; ++trial) {
        Question question = any_question(dice);
        while (question.candidates.size() < 9000) {
            question = any_question(dice);
        }
        const Answer expected = reference(question.candidates, question.slots, GetParam());
        for (const int count : {1, 2, 5}) {
            const Threads threads(count);
            const Allocation allocation = allocate(*serial_communicator(), threads,
                                                   question.candidates, question.slots, GetParam());
            ASSERT_EQ(answer_of(allocation, question.candidates), expected) << count << " threads";
        }
    }
}

TEST_P(AllocateBoth, GivesTheSameForAnyNumberOfRanks)
{
    testing::Dice dice(42);
    for (int trial = 0; trial < 60; ++trial) {
        const Question question = any_question(dice);
        const Answer expected = reference(question.candidates, question.slots, GetParam());
        for (const int size : {1, 3, 8}) {
            run_pretend_ranks(size, [&](Communicator& ranks) {
                std::vector<Candidate> mine;
                for (std::size_t i = 0; i < question.candidates.size(); ++i) {
                    if (mix64(i) % static_cast<std::size_t>(size) ==
                        static_cast<std::size_t>(ranks.rank())) {
                        mine.push_back(question.candidates[i]);
                    }
                }
                const Allocation allocation = allocate(ranks, mine, question.slots, GetParam());
                EXPECT_EQ(answer_of(allocation, question.candidates), expected);
            });
        }
    }
}

TEST_P(AllocateBoth, ChangesOnlyTheSegmentOfAnExtraCandidate)
{
    testing::Dice dice(43);
    for (int trial = 0; trial < 500; ++trial) {
        Question question = any_question(dice);
        const Answer before = tuned(question.candidates, question.slots, GetParam());
        const Candidate extra{static_cast<std::uint32_t>(dice.below(question.slots.size())), 1,
                              dice.word(), 1'000'000};
        question.candidates.push_back(extra);
        const Answer after = tuned(question.candidates, question.slots, GetParam());
        for (std::size_t i = 0; i < before.wins.size(); ++i) {
            if (question.candidates[i].segment != extra.segment) {
                ASSERT_EQ(after.wins[i], before.wins[i]);
            } else {
                // Within it nobody gains by a rival: the prefix can only end earlier.
                ASSERT_LE(after.wins[i], before.wins[i]);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Modes, AllocateBoth,
                         ::testing::Values(LastCandidate::must_fit, LastCandidate::overdraws),
                         [](const auto& mode) {
                             return mode.param == LastCandidate::must_fit ? "MustFit" : "Overdraws";
                         });

TEST(Allocate, GivesNothingWithoutSlots)
{
    const std::vector<Candidate> candidates{{0, 1, 0, 0}, {1, 1, 0, 0}};
    for (const auto last : {LastCandidate::must_fit, LastCandidate::overdraws}) {
        EXPECT_EQ(tuned(candidates, {0, -5}, last), (Answer{{false, false}, {0, 0}}));
    }
}

TEST(Allocate, EndsAtTheFirstWhoDoesNotFit)
{
    const std::vector<Candidate> candidates{{0, 2, 10, 0}, {0, 5, 20, 0}, {0, 1, 30, 0}};
    EXPECT_EQ(tuned(candidates, {4}, LastCandidate::must_fit), (Answer{{true, false, false}, {2}}));
    EXPECT_EQ(tuned(candidates, {4}, LastCandidate::overdraws), (Answer{{true, true, false}, {7}}));
}

TEST(Allocate, GivesAllWhenSlotsJustSuffice)
{
    const std::vector<Candidate> candidates{{0, 2, 10, 0}, {0, 2, 20, 0}, {0, 1, 30, 0}};
    EXPECT_EQ(tuned(candidates, {5}, LastCandidate::must_fit), (Answer{{true, true, true}, {5}}));
    EXPECT_EQ(tuned(candidates, {5}, LastCandidate::overdraws), (Answer{{true, true, true}, {5}}));
    EXPECT_EQ(tuned(candidates, {4}, LastCandidate::must_fit), (Answer{{true, true, false}, {4}}));
    EXPECT_EQ(tuned(candidates, {4}, LastCandidate::overdraws), (Answer{{true, true, false}, {4}}));
}

TEST(Allocate, BreaksTiesByKey)
{
    const std::vector<Candidate> candidates{{0, 1, 7, 9}, {0, 1, 7, 3}, {0, 1, 7, 5}};
    EXPECT_EQ(tuned(candidates, {2}, LastCandidate::must_fit).wins,
              (std::vector<bool>{false, true, true}));
}

TEST(Allocate, StandsTheLastPriorityAndKeyThereAre)
{
    const std::vector<Candidate> candidates{{0, 3, ~0ULL, ~0ULL}, {0, 1, ~0ULL, ~0ULL - 1}};
    for (const auto last : {LastCandidate::must_fit, LastCandidate::overdraws}) {
        EXPECT_EQ(tuned(candidates, {2}, last), reference(candidates, {2}, last));
    }
}

TEST(Allocate, DoesNotOverflowOnHugeSizes)
{
    std::vector<Candidate> candidates;
    for (std::uint64_t i = 0; i < 3000; ++i) {
        candidates.push_back({0, ~std::uint32_t{0}, mix64(i), i});
    }
    for (const std::int64_t slots : {std::int64_t{1} << 42, std::int64_t{1} << 62}) {
        EXPECT_EQ(tuned(candidates, {slots}, LastCandidate::must_fit),
                  reference(candidates, {slots}, LastCandidate::must_fit));
    }
}

TEST(Allocate, RefusesCandidatesWithoutSegmentOrSize)
{
    const std::vector<Candidate> nowhere{{1, 1, 0, 0}};
    const std::vector<Candidate> nothing{{0, 0, 0, 0}};
    EXPECT_THROW(tuned(nowhere, {1}, LastCandidate::must_fit), InternalError);
    EXPECT_THROW(tuned(nothing, {1}, LastCandidate::must_fit), InternalError);
}

TEST(Allocate, CopesWithNobodyAndNoSegments)
{
    EXPECT_EQ(tuned({}, {}, LastCandidate::must_fit), Answer{});
    EXPECT_EQ(tuned({}, {5}, LastCandidate::overdraws), (Answer{{}, {0}}));
}

}  // namespace
}  // namespace qonys
