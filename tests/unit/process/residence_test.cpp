#include "qonys/process/residence.hpp"

#include <gtest/gtest.h>

namespace qonys {
namespace {

TEST(ResidenceClaims, GrantOneChangeAMonthToWhoeverComesFirst)
{
    Registry registry;
    const ResidenceClaims claims(registry);
    Shard shard(ShardId(0), registry.schema());
    shard.households().append(2);
    Tallies counts(registry.tallies());
    const Month now(2026, 5);
    const HouseholdId first(0);
    const HouseholdId second(1);

    EXPECT_TRUE(claims.is_free(shard, first, now));
    EXPECT_TRUE(claims.claim(ResidenceChange::programme, shard, first, now, counts));
    EXPECT_FALSE(claims.is_free(shard, first, now));
    EXPECT_FALSE(claims.claim(ResidenceChange::ordinary_move, shard, first, now, counts));
    EXPECT_FALSE(claims.claim(ResidenceChange::ordinary_move, shard, first, now, counts));
    EXPECT_TRUE(claims.claim(ResidenceChange::ordinary_move, shard, second, now, counts));
    EXPECT_TRUE(claims.claim(ResidenceChange::ordinary_move, shard, first, now + 1, counts));

    const TallyId lost(0);
    ASSERT_EQ(registry.tallies()[lost].name, "residence_claims_lost");
    for (std::size_t change = 0; change < num_residence_changes; ++change) {
        EXPECT_EQ(counts.of(lost)[change],
                  change == static_cast<std::size_t>(ResidenceChange::ordinary_move) ? 2 : 0);
    }
}

TEST(ResidenceClaims, NameEveryChangeOnTheAxis)
{
    Registry registry;
    const ResidenceClaims claims(registry);
    EXPECT_EQ(registry.tallies()[TallyId(0)].num_cells(), num_residence_changes);
}

}  // namespace
}  // namespace qonys
