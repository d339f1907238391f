#include "qonys/world/side_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "qonys/world/relocation.hpp"
#include "support/dice.hpp"
#include "support/tiny_world.hpp"

namespace qonys {
namespace {

struct Courses {
    SideSchema schema = SideSchema::create("courses", "who takes courses");
    Column<std::uint16_t> hours = schema.columns->add<std::uint16_t>("hours", "", 5);
    Column<double> mark = schema.columns->add<double>("mark", "", 0.5);
};

TEST(SideTable, KeepsRowsInKeyOrderBesideAPlainMap)
{
    const Courses courses;
    SideTable table(courses.schema);
    std::map<std::uint64_t, std::uint16_t> expected;
    testing::Dice dice(7);
    for (int step = 0; step < 2000; ++step) {
        const std::uint64_t key = dice.below(300);
        const auto row = table.find(PersonKey(key));
        ASSERT_EQ(row.has_value(), expected.contains(key));
        if (row && dice.below(2) == 0) {
            table.erase(*row);
            expected.erase(key);
        } else if (!row) {
            const std::size_t added = table.insert(PersonKey(key));
            EXPECT_EQ(table[courses.hours][added], 5);
            EXPECT_EQ(table[courses.mark][added], 0.5);
            expected[key] = table[courses.hours][added] = static_cast<std::uint16_t>(step);
        }
    }
    ASSERT_EQ(table.size(), expected.size());
    ASSERT_GT(expected.size(), 50U);
    std::size_t row = 0;
    for (const auto& [key, hours] : expected) {
        EXPECT_EQ(table[courses.schema.key][row].value(), key);
        EXPECT_EQ(table[courses.hours][row], hours);
        ++row;
    }
}

/// A world in which every third person takes courses, as many hours as his key says.
struct TaughtWorld {
    explicit TaughtWorld(Communicator& ranks)
    {
        schema.side.push_back(courses.schema);
        world.emplace(schema, testing::two_regions(), ranks);
        testing::settle_all(*world, 600);
        for (Shard& shard : world->shards()) {
            for (const PersonKey key : shard.people()[schema.person.key]) {
                if (mix64(key.value()) % 3 == 0) {
                    SideTable& table = shard.side(SideTableId(0));
                    const std::size_t row = table.insert(key);
                    table[courses.hours][row] = hours_of(key);
                }
            }
        }
    }
    static std::uint16_t hours_of(PersonKey key)
    {
        return static_cast<std::uint16_t>(key.value() % 977);
    }
    /// Everybody who is here, with his hours.
    std::map<PersonKey, std::uint16_t> taught()
    {
        std::map<PersonKey, std::uint16_t> hours;
        for (Shard& shard : world->shards()) {
            const auto gone = shard.people()[schema.person.gone];
            for (std::size_t row = 0; row < gone.size(); ++row) {
                const PersonKey key = shard.people()[schema.person.key][row];
                const auto side = shard.side(SideTableId(0)).find(key);
                if (gone[row] == Gone::no && side) {
                    hours[key] = shard.side(SideTableId(0))[courses.hours][*side];
                }
            }
        }
        return hours;
    }
    [[nodiscard]] std::size_t rows() const
    {
        std::size_t rows = 0;
        for (const Shard& shard : world->shards()) {
            rows += shard.side(SideTableId(0)).size();
        }
        return rows;
    }

    Courses courses;
    WorldSchema schema = WorldSchema::create(true);
    std::optional<World> world;
};

TEST(SideTable, GoesWithWhoIsRelocated)
{
    const auto ranks = serial_communicator();
    TaughtWorld taught(*ranks);
    const auto before = taught.taught();
    std::vector<Relocation> relocations;
    for (std::size_t shard = 0; shard < taught.world->shards().size(); ++shard) {
        const auto keys = taught.world->shards()[shard].people()[taught.schema.person.key];
        for (std::uint32_t row = 0; row < keys.size(); ++row) {
            relocations.push_back(
                {shard, PersonId(row), lineage::founded(keys[row], Month(2025, 1)), RegionId(1)});
        }
    }
    ASSERT_GT(relocate(*taught.world, *ranks, Threads(2), relocations).size(), before.size());
    EXPECT_EQ(taught.taught(), before);
    EXPECT_EQ(taught.rows(), before.size());
    EXPECT_TRUE(std::all_of(before.begin(), before.end(), [](const auto& one) {
        return one.second == TaughtWorld::hours_of(one.first);
    }));
}

TEST(SideTable, LosesTheRowsOfWhoIsGoneAtTheNextCompaction)
{
    const auto ranks = serial_communicator();
    TaughtWorld taught(*ranks);
    const std::size_t all = taught.rows();
    for (Shard& shard : taught.world->shards()) {
        HouseholdLinks links(shard, taught.schema);
        for (std::uint32_t row = 0; row < shard.people().size(); row += 2) {
            links.leave(PersonId(row));
            shard.people()[taught.schema.person.gone][row] = Gone::died;
        }
    }
    const auto present = taught.taught();
    ASSERT_LT(present.size(), all);
    EXPECT_EQ(taught.rows(), all);
    for (Shard& shard : taught.world->shards()) {
        compact(shard, taught.schema);
    }
    EXPECT_EQ(taught.taught(), present);
    EXPECT_EQ(taught.rows(), present.size());
}

}  // namespace
}  // namespace qonys
