#include "qonys/process/process.hpp"

#include <gtest/gtest.h>

#include <set>

#include "support/tiny_world.hpp"

namespace qonys {
namespace {

TEST(StageName, IsOneWordForEachStage)
{
    std::set<std::string_view> names;
    for (int stage = 0; stage <= static_cast<int>(Stage::close); ++stage) {
        names.insert(stage_name(static_cast<Stage>(stage)));
    }
    EXPECT_EQ(names.size(), 13U);
    EXPECT_EQ(stage_name(Stage::open), "open");
    EXPECT_EQ(stage_name(Stage::programmes), "programmes");
    EXPECT_EQ(stage_name(Stage::close), "close");
}

TEST(PerShard, HasAPlaceForEachShardOfTheRank)
{
    run_pretend_ranks(3, [](Communicator& ranks) {
        const World world(WorldSchema::create(false), testing::two_regions(), ranks);
        PerShard<int> values;
        values.resize(world);
        EXPECT_EQ(values.size(), world.shards().size());
        values[0] = 4;
        EXPECT_EQ(*values.begin(), 4);
    });
}

}  // namespace
}  // namespace qonys
