#include "qonys/parallel/communicator.hpp"

#include <gtest/gtest.h>

#include <array>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

using Bytes = Communicator::Bytes;

Bytes bytes_of(const std::string& text)
{
    const auto raw = std::as_bytes(std::span(text));
    return {raw.begin(), raw.end()};
}

std::string text_of(const Bytes& bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

class AnyNumberOfRanks : public ::testing::TestWithParam<int> {
protected:
    void on_ranks(FunctionRef<void(Communicator&)> body) const
    {
        run_pretend_ranks(GetParam(), body);
    }
};

TEST_P(AnyNumberOfRanks, SumsOverRanks)
{
    on_ranks([&](Communicator& ranks) {
        for (int round = 0; round < 50; ++round) {
            std::array<std::int64_t, 3> values{1, ranks.rank() + round, std::int64_t{1} << 40};
            ranks.all_reduce_sum(values);
            const std::int64_t size = ranks.size();
            EXPECT_EQ(values[0], size);
            EXPECT_EQ(values[1], size * (size - 1) / 2 + round * size);
            EXPECT_EQ(values[2], size << 40);
        }
    });
}

TEST_P(AnyNumberOfRanks, GathersInRankOrder)
{
    on_ranks([](Communicator& ranks) {
        std::vector<std::int32_t> mine(static_cast<std::size_t>(ranks.rank()), ranks.rank());
        std::vector<std::int32_t> expected;
        for (int rank = 0; rank < ranks.size(); ++rank) {
            expected.insert(expected.end(), static_cast<std::size_t>(rank), rank);
        }
        for (int round = 0; round < 20; ++round) {
            EXPECT_EQ(ranks.all_gather(std::span<const std::int32_t>(mine)), expected);
        }
    });
}

TEST_P(AnyNumberOfRanks, ExchangesEachWithEach)
{
    on_ranks([](Communicator& ranks) {
        for (int round = 0; round < 20; ++round) {
            std::vector<Bytes> outgoing;
            for (int to = 0; to < ranks.size(); ++to) {
                outgoing.push_back(
                    bytes_of(std::to_string(ranks.rank()) + ">" + std::to_string(to)));
            }
            const std::vector<Bytes> incoming = ranks.exchange_bytes(std::move(outgoing));
            ASSERT_EQ(incoming.size(), static_cast<std::size_t>(ranks.size()));
            for (int from = 0; from < ranks.size(); ++from) {
                EXPECT_EQ(text_of(incoming[static_cast<std::size_t>(from)]),
                          std::to_string(from) + ">" + std::to_string(ranks.rank()));
            }
        }
    });
}

TEST_P(AnyNumberOfRanks, AgreesWhetherAnyIsTrue)
{
    on_ranks([](Communicator& ranks) {
        EXPECT_TRUE(ranks.any(ranks.rank() == ranks.size() - 1));
        EXPECT_FALSE(ranks.any(false));
        EXPECT_TRUE(ranks.any(true));
    });
}

TEST_P(AnyNumberOfRanks, RefusesAnExchangeWithTheWrongNumberOfRanks)
{
    EXPECT_THROW(on_ranks([](Communicator& ranks) {
                     static_cast<void>(ranks.exchange_bytes(
                         std::vector<Bytes>(static_cast<std::size_t>(ranks.size()) + 1)));
                 }),
                 InternalError);
}

INSTANTIATE_TEST_SUITE_P(Sizes, AnyNumberOfRanks, ::testing::Values(1, 2, 3, 8),
                         ::testing::PrintToStringParamName());

TEST(SerialCommunicator, IsARunOfOneRank)
{
    const auto ranks = serial_communicator();
    EXPECT_EQ(ranks->rank(), 0);
    EXPECT_EQ(ranks->size(), 1);
    std::array<std::int64_t, 2> values{3, 4};
    ranks->all_reduce_sum(values);
    EXPECT_EQ(values, (std::array<std::int64_t, 2>{3, 4}));
    EXPECT_EQ(text_of(ranks->all_gather_bytes(bytes_of("a")).at(0)), "a");
    std::vector<Bytes> one;
    one.push_back(bytes_of("b"));
    EXPECT_EQ(text_of(ranks->exchange_bytes(one).at(0)), "b");
    const std::vector<int> rows{1, 2};
    EXPECT_EQ(ranks->all_gather(std::span<const int>(rows)), rows);
}

TEST(FirstOwned, CutsItemsIntoNearEqualPieces)
{
    for (const int size : {1, 3, 7, 1024}) {
        EXPECT_EQ(first_owned(1024, 0, size), 0U);
        EXPECT_EQ(first_owned(1024, size, size), 1024U);
        for (int rank = 0; rank < size; ++rank) {
            const std::size_t piece =
                first_owned(1024, rank + 1, size) - first_owned(1024, rank, size);
            EXPECT_GE(piece, 1024U / static_cast<unsigned>(size));
            EXPECT_LE(piece, 1024U / static_cast<unsigned>(size) + 1);
        }
    }
}

}  // namespace
}  // namespace qonys
