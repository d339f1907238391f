#include "qonys/core/id.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace qonys {
namespace {

TEST(Id, IsInvalidUntilGiven)
{
    EXPECT_FALSE(PersonId().valid());
    EXPECT_FALSE(RegionId::invalid().valid());
    EXPECT_TRUE(PersonId(0).valid());
    EXPECT_EQ(PersonId(7).value(), 7U);
}

TEST(Id, OrdersByValueWithInvalidLast)
{
    EXPECT_LT(PersonId(1), PersonId(2));
    EXPECT_LT(PersonId(1), PersonId::invalid());
    EXPECT_EQ(RegionId(3), RegionId(3));
}

TEST(Id, MixesWithNothing)
{
    EXPECT_FALSE((std::is_convertible_v<PersonId, HouseholdId>));
    EXPECT_FALSE((std::is_convertible_v<std::uint32_t, PersonId>));
    EXPECT_FALSE((std::is_convertible_v<PersonId, std::uint32_t>));
    EXPECT_FALSE((std::is_convertible_v<PersonKey, HouseholdKey>));
}

TEST(Key, OrdersByValue)
{
    EXPECT_LT(PersonKey(1), PersonKey(2));
    EXPECT_EQ(PersonKey().value(), 0U);
}

}  // namespace
}  // namespace qonys
