#include "qonys/world/people.hpp"

#include <gtest/gtest.h>

#include "qonys/world/world.hpp"

namespace qonys {
namespace {

TEST(PersonColumns, AreNobodyInParticularWhenNew)
{
    const WorldSchema schema = WorldSchema::create(true);
    Shard shard(ShardId(3), schema);
    shard.people().append(1);
    EXPECT_FALSE(shard.people()[schema.person.region][0].valid());
    EXPECT_FALSE(shard.people()[schema.person.household][0].valid());
    EXPECT_FALSE(shard.people()[schema.person.next_member][0].valid());
    EXPECT_EQ(shard.people()[schema.person.gone][0], Gone::no);
    shard.households().append(1);
    EXPECT_FALSE(shard.households()[schema.household.first_member][0].valid());
    EXPECT_EQ(shard.households()[schema.household.size][0], 0);
}

TEST(PersonColumns, HaveNoHouseholdInAWorldWithout)
{
    const WorldSchema schema = WorldSchema::create(false);
    EXPECT_FALSE(schema.person.household.valid());
    EXPECT_FALSE(schema.person.next_member.valid());
    EXPECT_EQ(schema.people->bytes_per_row(), 8U + 2U + 1U + 1U + 1U);
}

}  // namespace
}  // namespace qonys
