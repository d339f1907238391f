#include "qonys/random/distribution/uniform.hpp"

#include <gtest/gtest.h>

namespace qonys {
namespace {

TEST(UniformIndex, StaysInItsRange)
{
    for (const std::uint64_t count : {1ULL, 2ULL, 7ULL, 1ULL << 40}) {
        EXPECT_EQ(uniform_index(0, count), 0U);
        EXPECT_EQ(uniform_index(~0ULL, count), count - 1);
    }
}

TEST(UniformUnit, IsNeverZeroNorOne)
{
    EXPECT_EQ(uniform_unit(0), 0x1p-53);
    EXPECT_EQ(uniform_unit(~0ULL), 1.0 - 0x1p-53);
    EXPECT_EQ(uniform_unit(1ULL << 63), 0.5 + 0x1p-53);
}

}  // namespace
}  // namespace qonys
