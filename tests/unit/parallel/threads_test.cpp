#include "qonys/parallel/threads.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

class AnyNumberOfThreads : public ::testing::TestWithParam<int> {
protected:
    Threads threads_{GetParam()};
};

TEST_P(AnyNumberOfThreads, DoesEachItemOnce)
{
    for (const std::size_t count :
         {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{5000}}) {
        std::vector<std::atomic<int>> calls(count);
        threads_.for_each(count, [&](std::size_t item, std::size_t /*worker*/) { ++calls[item]; });
        EXPECT_TRUE(std::all_of(calls.begin(), calls.end(), [](const auto& n) { return n == 1; }));
    }
}

TEST_P(AnyNumberOfThreads, NumbersItsWorkersBelowItsCount)
{
    std::atomic<bool> in_range = true;
    threads_.for_each(5000, [&](std::size_t /*item*/, std::size_t worker) {
        in_range = in_range && worker < static_cast<std::size_t>(GetParam());
    });
    EXPECT_TRUE(in_range);
}

TEST_P(AnyNumberOfThreads, GivesEachWorkerOneItemAtATime)
{
    std::vector<std::int64_t> sums(static_cast<std::size_t>(GetParam()), 0);
    threads_.for_each(5000, [&](std::size_t item, std::size_t worker) {
        sums[worker] += static_cast<std::int64_t>(item);
    });
    std::int64_t sum = 0;
    for (const std::int64_t part : sums) {
        sum += part;
    }
    EXPECT_EQ(sum, 5000 * 4999 / 2);
}

TEST_P(AnyNumberOfThreads, RethrowsTheErrorOfTheLowestItem)
{
    for (int trial = 0; trial < 20; ++trial) {
        std::atomic<int> done = 0;
        try {
            threads_.for_each(200, [&](std::size_t item, std::size_t /*worker*/) {
                ++done;
                if (item % 50 == 30) {
                    throw std::runtime_error(std::to_string(item));
                }
            });
            FAIL() << "an exception was lost";
        } catch (const std::runtime_error& error) {
            EXPECT_STREQ(error.what(), "30");
        }
        EXPECT_EQ(done, 200);
    }
}

// A worker that waits for an inner loop must not begin another item of the outer one: what it has
// laid down for its own item would be mixed up.
TEST_P(AnyNumberOfThreads, MayBeUsedWithinItself)
{
    std::vector<int> busy(static_cast<std::size_t>(GetParam()), 0);
    std::atomic<int> inner = 0;
    std::atomic<bool> mixed = false;
    threads_.for_each(40, [&](std::size_t /*item*/, std::size_t worker) {
        mixed = mixed || busy[worker] != 0;
        busy[worker] = 1;
        threads_.for_each(50, [&](std::size_t, std::size_t) { ++inner; });
        busy[worker] = 0;
    });
    EXPECT_EQ(inner, 40 * 50);
    EXPECT_FALSE(mixed);
}

TEST_P(AnyNumberOfThreads, CutsBlocksAlike)
{
    for (const std::size_t rows :
         {std::size_t{0}, std::size_t{1}, block_rows, block_rows + 1, 5 * block_rows - 1}) {
        std::vector<std::size_t> last((rows + block_rows - 1) / block_rows, 0);
        for_each_block(threads_, rows, [&](std::size_t first, std::size_t end, std::size_t) {
            EXPECT_EQ(first % block_rows, 0U);
            last[first / block_rows] = end;
        });
        for (std::size_t block = 0; block < last.size(); ++block) {
            EXPECT_EQ(last[block], std::min(rows, (block + 1) * block_rows));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Counts, AnyNumberOfThreads, ::testing::Values(1, 2, 3, 7),
                         ::testing::PrintToStringParamName());

TEST(Threads, TakesAllProcessorsWhenNotTold) { EXPECT_GE(Threads(0).count(), 1); }

TEST(Threads, RefusesLessThanNone) { EXPECT_THROW(Threads(-1), InternalError); }

}  // namespace
}  // namespace qonys
