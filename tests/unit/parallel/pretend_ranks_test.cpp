#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "qonys/core/error.hpp"
#include "qonys/parallel/communicator.hpp"

namespace qonys {
namespace {

std::string message_of(int size, FunctionRef<void(Communicator&)> body)
{
    try {
        run_pretend_ranks(size, body);
    } catch (const std::exception& error) {
        return error.what();
    }
    return "nothing thrown";
}

TEST(PretendRanks, RunEachRankOnce)
{
    std::vector<std::atomic<int>> calls(5);
    run_pretend_ranks(5, [&](Communicator& ranks) {
        EXPECT_EQ(ranks.size(), 5);
        ++calls[static_cast<std::size_t>(ranks.rank())];
    });
    for (const auto& count : calls) {
        EXPECT_EQ(count, 1);
    }
}

TEST(PretendRanks, AreReleasedWhenOneFails)
{
    for (int trial = 0; trial < 50; ++trial) {
        EXPECT_EQ(message_of(4,
                             [&](Communicator& ranks) {
                                 std::array<std::int64_t, 1> value{1};
                                 ranks.all_reduce_sum(value);
                                 if (ranks.rank() == trial % 4) {
                                     throw std::runtime_error("mine");
                                 }
                                 ranks.all_reduce_sum(value);
                                 static_cast<void>(ranks.all_gather_bytes({}));
                             }),
                  "mine");
    }
}

// All ranks fail at the same place, as they do in replicated arithmetic: the error told must not
// depend on which of them was first.
TEST(PretendRanks, TellTheErrorOfTheLowestRankThatFailed)
{
    for (int trial = 0; trial < 300; ++trial) {
        EXPECT_EQ(
            message_of(4,
                       [&](Communicator& ranks) {
                           std::array<std::int64_t, 1> value{1};
                           ranks.all_reduce_sum(value);
                           if (ranks.rank() >= 1) {
                               throw std::runtime_error("rank " + std::to_string(ranks.rank()));
                           }
                           ranks.all_reduce_sum(value);
                       }),
            "rank 1");
    }
}

TEST(PretendRanks, RefuseSumsOfDifferentLengths)
{
    for (int trial = 0; trial < 20; ++trial) {
        EXPECT_THROW(run_pretend_ranks(3,
                                       [](Communicator& ranks) {
                                           std::vector<std::int64_t> values(
                                               ranks.rank() == 2 ? 3U : 2U, 1);
                                           ranks.all_reduce_sum(values);
                                       }),
                     InternalError);
    }
}

TEST(PretendRanks, NeedAtLeastOne)
{
    EXPECT_THROW(run_pretend_ranks(0, [](Communicator&) {}), InternalError);
}

}  // namespace
}  // namespace qonys
