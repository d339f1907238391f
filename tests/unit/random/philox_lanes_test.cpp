#include "random/philox_lanes.hpp"

#include <gtest/gtest.h>

#include "qonys/random/stream.hpp"
#include "support/dice.hpp"

namespace qonys::detail {
namespace {

void expect_published(PhiloxKernel kernel)
{
    testing::Dice dice(31);
    for (int trial = 0; trial < 100; ++trial) {
        PhiloxLanes lanes;
        for (std::size_t i = 0; i < philox_lanes; ++i) {
            lanes.keys[i] = dice.word();
            lanes.blocks[i] = dice.below(3);
        }
        const auto index = static_cast<std::uint32_t>(dice.word());
        const std::uint64_t address = dice.word();
        kernel(lanes, index, address);
        for (std::size_t i = 0; i < philox_lanes; ++i) {
            const auto block = AddressedDraw(address).block(
                lanes.keys[i], index, static_cast<std::uint32_t>(lanes.blocks[i]));
            ASSERT_EQ(lanes.first[i], block[0] | std::uint64_t{block[1]} << 32);
            ASSERT_EQ(lanes.second[i], block[2] | std::uint64_t{block[3]} << 32);
        }
    }
}

TEST(PhiloxKernel, OfOneLaneIsThePublishedGenerator) { expect_published(philox_scalar); }

TEST(PhiloxKernel, OfAvx2HasTheSameBits)
{
    if (!has_avx2()) {
        GTEST_SKIP() << "this processor has no AVX2";
    }
    expect_published(philox_avx2);
}

TEST(PhiloxKernel, OfAvx512HasTheSameBits)
{
    if (!has_avx512()) {
        GTEST_SKIP() << "this processor has no AVX-512";
    }
    expect_published(philox_avx512);
}

TEST(PhiloxKernel, ThatIsChosenHasTheSameBits) { expect_published(best_philox_kernel()); }

}  // namespace
}  // namespace qonys::detail
