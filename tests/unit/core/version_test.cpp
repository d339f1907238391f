#include "qonys/core/version.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace qonys {
namespace {

TEST(Version, HasThreeNumbers)
{
    EXPECT_EQ(std::count(version().begin(), version().end(), '.'), 2);
    EXPECT_FALSE(git_commit().empty());
}

}  // namespace
}  // namespace qonys
