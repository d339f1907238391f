#include "qonys/world/relocation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "support/dice.hpp"
#include "support/tiny_world.hpp"

namespace qonys {
namespace {

const Threads threads(2);

constexpr std::uint64_t num_households = 1500;

/// Who goes where, by keys: some members of some households join another household.
std::map<PersonKey, HouseholdKey> some_moves(std::uint64_t round)
{
    testing::Dice dice(70 + round);
    std::map<PersonKey, HouseholdKey> moves;
    for (int i = 0; i < 300; ++i) {
        const std::uint64_t number = dice.below(num_households);
        const auto slot = static_cast<std::uint32_t>(dice.below(testing::tiny_size(number)));
        // Households 0..99 stay whole, so that everybody moves to one that stands.
        if (number >= 100) {
            moves[lineage::member(number, slot)] = lineage::household(dice.below(100));
        }
    }
    return moves;
}

std::vector<Relocation> here(World& world, const std::map<PersonKey, HouseholdKey>& moves)
{
    std::vector<Relocation> relocations;
    for (std::size_t shard = 0; shard < world.shards().size(); ++shard) {
        const auto keys = world.shards()[shard].people()[world.schema().person.key];
        const auto gone = world.shards()[shard].people()[world.schema().person.gone];
        for (std::uint32_t row = 0; row < keys.size(); ++row) {
            const auto move = moves.find(keys[row]);
            if (gone[row] == Gone::no && move != moves.end()) {
                relocations.push_back({shard, PersonId(row), move->second, RegionId(1)});
            }
        }
    }
    return relocations;
}

/// All columns of all people after compaction, by shard: the whole of what can be observed.
std::map<std::size_t, std::vector<std::byte>> bytes_of(World& world)
{
    std::map<std::size_t, std::vector<std::byte>> bytes;
    for (Shard& shard : world.shards()) {
        compact(shard, world.schema());
        std::vector<std::byte>& all = bytes[shard.id().value()];
        for (const Rows* rows : {&shard.people(), &shard.households()}) {
            for (std::size_t column = 0; column < rows->schema().columns().size(); ++column) {
                const auto raw = rows->raw(column);
                all.insert(all.end(), raw.begin(), raw.end());
            }
        }
    }
    return bytes;
}

TEST(Relocation, GivesTheSameWorldOnAnyNumberOfRanks)
{
    std::map<std::size_t, std::vector<std::byte>> expected;
    for (const int size : {1, 3, 8}) {
        std::map<std::size_t, std::vector<std::byte>> all;
        std::mutex mutex;
        run_pretend_ranks(size, [&](Communicator& ranks) {
            World world(WorldSchema::create(true), testing::two_regions(), ranks);
            testing::settle_all(world, num_households);
            for (std::uint64_t round = 0; round < 3; ++round) {
                auto relocations = here(world, some_moves(round));
                std::reverse(relocations.begin(), relocations.end());
                const auto arrivals = relocate(world, ranks, threads, relocations);
                EXPECT_TRUE(std::none_of(arrivals.begin(), arrivals.end(),
                                         [](const Arrival& arrival) { return arrival.founded; }));
                testing::check_all_links(world);
            }
            const auto mine = bytes_of(world);
            const std::scoped_lock lock(mutex);
            all.insert(mine.begin(), mine.end());
        });
        if (size == 1) {
            expected = all;
        }
        EXPECT_EQ(all, expected) << size << " ranks";
    }
}

TEST(Relocation, BringsEverybodyHomeWithAllHisColumns)
{
    const auto ranks = serial_communicator();
    WorldSchema schema = WorldSchema::create(true);
    const auto wage = schema.people->add<std::int64_t>("wage", "", 0);
    const auto partner =
        schema.people->add<PersonId>("partner", "", PersonId::invalid(), Refers::person);
    World world(schema, testing::two_regions(), *ranks);
    testing::settle_all(world, num_households);
    for (Shard& shard : world.shards()) {
        for (std::size_t row = 0; row < shard.people().size(); ++row) {
            shard.people()[wage][row] =
                static_cast<std::int64_t>(shard.people()[schema.person.key][row].value());
            shard.people()[partner][row] = PersonId(0);
        }
    }
    const auto moves = some_moves(0);
    const std::size_t before = world.num_person_rows();
    EXPECT_EQ(relocate(world, *ranks, threads, here(world, moves)).size(), moves.size());
    testing::Homes homes = testing::homes_of(world);
    for (const auto& [person, household] : moves) {
        const auto& members = homes[household];
        EXPECT_TRUE(std::binary_search(members.begin(), members.end(), person));
    }
    std::size_t present = 0;
    for (Shard& shard : world.shards()) {
        for (std::size_t row = 0; row < shard.people().size(); ++row) {
            if (shard.people()[schema.person.gone][row] != Gone::no) {
                EXPECT_EQ(shard.people()[schema.person.gone][row], Gone::merged);
                continue;
            }
            ++present;
            const PersonKey key = shard.people()[schema.person.key][row];
            EXPECT_EQ(shard.people()[wage][row], static_cast<std::int64_t>(key.value()));
            EXPECT_EQ(shard.people()[partner][row].valid(), !moves.contains(key));
            const auto home = shard.people()[schema.person.household][row].value();
            EXPECT_EQ(shard.people()[schema.person.region][row],
                      shard.households()[schema.household.region][home]);
        }
    }
    EXPECT_EQ(present, before);
}

// Two who found a household together are told apart: the first by key founds, the other joins.
TEST(Relocation, FoundsAHouseholdThatDoesNotStandYet)
{
    const auto ranks = serial_communicator();
    World world(WorldSchema::create(true), testing::two_regions(), *ranks);
    testing::settle_all(world, 50);
    const PersonKey one = lineage::member(7, 0);
    const PersonKey two = lineage::member(9, 0);
    const HouseholdKey home = lineage::founded(two, Month(2026, 4));
    const auto arrivals = relocate(world, *ranks, threads, here(world, {{two, home}, {one, home}}));
    ASSERT_EQ(arrivals.size(), 2U);
    EXPECT_TRUE(arrivals[0].founded);
    EXPECT_FALSE(arrivals[1].founded);
    EXPECT_EQ(arrivals[0].household, arrivals[1].household);
    EXPECT_EQ(testing::homes_of(world)[home], (std::vector<PersonKey>{one, two}));
    const Shard& shard = world.shards()[arrivals[0].shard];
    EXPECT_EQ(shard.households()[world.schema().household.region][arrivals[0].household.value()],
              RegionId(1));
    testing::check_all_links(world);
}

TEST(Relocation, JoinsAHouseholdFoundedTheSameMonth)
{
    const auto ranks = serial_communicator();
    World world(WorldSchema::create(true), testing::two_regions(), *ranks);
    testing::settle_all(world, 50);
    const PersonKey mover = lineage::member(7, 0);
    const HouseholdKey home = lineage::founded(mover, Month(2026, 4));
    Shard& target = world.shards()[shard_of(home).value()];
    HouseholdLinks(target, world.schema()).found(home, RegionId(0));
    const auto arrivals = relocate(world, *ranks, threads, here(world, {{mover, home}}));
    EXPECT_FALSE(arrivals.at(0).founded);
    EXPECT_EQ(target.people()[world.schema().person.region][arrivals[0].person.value()],
              RegionId(0));
    EXPECT_EQ(testing::homes_of(world)[home], std::vector<PersonKey>{mover});
}

}  // namespace
}  // namespace qonys
