#include "qonys/world/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <vector>

#include "support/tiny_world.hpp"

namespace qonys {
namespace {

TEST(World, GivesEveryShardToOneRank)
{
    for (const int size : {1, 3, 8}) {
        std::vector<int> owners(num_shards, 0);
        std::mutex mutex;
        run_pretend_ranks(size, [&](Communicator& ranks) {
            const World world(WorldSchema::create(true), testing::two_regions(), ranks);
            const std::scoped_lock lock(mutex);
            for (std::size_t i = 0; i < world.shards().size(); ++i) {
                EXPECT_EQ(world.shards()[i].id().value(), world.first_shard() + i);
                ++owners[world.first_shard() + i];
            }
        });
        EXPECT_EQ(std::count(owners.begin(), owners.end(), 1),
                  static_cast<std::ptrdiff_t>(num_shards));
    }
}

TEST(World, HasTheSamePeopleOnAnyNumberOfRanks)
{
    testing::Homes one;
    for (const int size : {1, 3, 8}) {
        testing::Homes all;
        std::mutex mutex;
        run_pretend_ranks(size, [&](Communicator& ranks) {
            World world(WorldSchema::create(true), testing::two_regions(), ranks);
            testing::settle_all(world, 3000);
            testing::check_all_links(world);
            const testing::Homes mine = testing::homes_of(world);
            const std::scoped_lock lock(mutex);
            all.insert(mine.begin(), mine.end());
        });
        if (size == 1) {
            one = all;
        }
        EXPECT_EQ(all, one);
        EXPECT_EQ(all.size(), 3000U);
    }
}

TEST(WorldSchema, FindsAReplicatedTableByItsName)
{
    WorldSchema schema = WorldSchema::create(true);
    schema.replicated.push_back({"employers", "", std::make_shared<Schema>()});
    schema.replicated.push_back({"workers", "", std::make_shared<Schema>()});
    EXPECT_EQ(schema.find_replicated("workers"), ReplicatedId(1));
    EXPECT_EQ(schema.find_replicated("banks"), std::nullopt);
}

TEST(World, HasWhatIsReplicatedWholeOnEveryRank)
{
    WorldSchema schema = WorldSchema::create(true);
    schema.replicated.push_back({"employers", "", std::make_shared<Schema>()});
    const auto posts = schema.replicated[0].columns->add<std::uint16_t>("posts", "", 2);
    run_pretend_ranks(3, [&](Communicator& ranks) {
        World world(schema, testing::two_regions(), ranks);
        const ReplicatedId employers(0);
        world.replicated(employers).append(5);
        world.replicated(employers)[posts][4] = 9;
        World copy(world);
        world.replicated(employers)[posts][4] = 1;
        EXPECT_EQ(copy.replicated(employers).size(), 5U);
        EXPECT_EQ(copy.replicated(employers)[posts][4], 9);
        EXPECT_EQ(copy.replicated(employers)[posts][0], 2);
    });
}

TEST(World, IsCopiedWithItsPeople)
{
    World world(WorldSchema::create(true), testing::two_regions(), *serial_communicator());
    testing::settle_all(world, 200);
    World copy(world);
    const testing::Homes before = testing::homes_of(world);
    for (Shard& shard : world.shards()) {
        shard.people().keep({});
    }
    EXPECT_EQ(testing::homes_of(copy), before);
    EXPECT_GT(copy.num_person_rows(), world.num_person_rows());
    EXPECT_GT(copy.memory_bytes(), 0U);
}

}  // namespace
}  // namespace qonys
