#include "qonys/record/snapshot.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "qonys/core/error.hpp"
#include "support/memory_arrays.hpp"
#include "support/tiny_world.hpp"

namespace qonys {
namespace {

using testing::MemoryArrays;

/// A process with a memory of its own.
class Remembering final : public Process {
public:
    [[nodiscard]] ProcessInfo info() const override
    {
        ProcessInfo info;
        info.name = "remembering";
        return info;
    }
    void archive(Archive& archive) override
    {
        archive.values("whole", whole);
        archive.values("real", real);
    }
    std::vector<std::int64_t> whole;
    std::vector<double> real;
};

/// One rank's share of a small run: registry, world, recorder.
struct SmallRun {
    explicit SmallRun(Communicator& ranks)
    {
        wage = registry.add_person_column<double>("wage", "", 0.5);
        employers = registry.add_replicated("employers", "");
        registry.add_replicated_column<std::uint64_t>(employers, "key", "");
        posts = registry.add_replicated_column<std::uint16_t>(employers, "posts", "", 3);
        courses = registry.add_side_table("courses", "");
        hours = registry.add_side_column<std::uint16_t>(courses, "hours", "");
        registry.add_tally({.name = "births",
                            .description = "",
                            .unit = "persons",
                            .cadence = Cadence::yearly,
                            .axes = {Axis("region", {"A", "B"})}});
        auto owned = std::make_unique<Remembering>();
        process = owned.get();
        registry.add_process(std::move(owned));
        world.emplace(registry.schema(), testing::two_regions(), ranks);
        recorder.emplace(registry.tallies());
    }
    void live()
    {
        testing::settle_all(*world, 2500);
        for (Shard& shard : world->shards()) {
            for (std::size_t row = 0; row < shard.people().size(); ++row) {
                shard.people()[wage][row] = static_cast<double>(
                    shard.people()[registry.schema().person.key][row].value() % 1000);
            }
            for (std::size_t row = 0; row < shard.people().size(); row += 3) {
                SideTable& side = shard.side(courses);
                const std::size_t at =
                    side.insert(shard.people()[registry.schema().person.key][row]);
                side[hours][at] = static_cast<std::uint16_t>(row + 1);
            }
            if (shard.people().size() > 2) {
                HouseholdLinks(shard, registry.schema()).leave(PersonId(1));
                shard.people()[registry.schema().person.gone][1] = Gone::died;
            }
        }
        world->replicated(employers).append(4);
        world->replicated(employers)[posts][2] = 17;
        process->whole = {7, -8};
        process->real = {0.25};
        recorder->take(Month(2025, 12), std::vector<std::int64_t>{3, 4}, false);
        recorder->take(Month(2026, 1), std::vector<std::int64_t>{5, 6}, false);
    }
    SimulationState state() { return {*world, registry, *recorder}; }

    Registry registry;
    Column<double> wage;
    ReplicatedId employers;
    Column<std::uint16_t> posts;
    SideTableId courses;
    Column<std::uint16_t> hours;
    Remembering* process = nullptr;
    std::optional<World> world;
    std::optional<Recorder> recorder;
};

MemoryArrays saved_by(int num_ranks)
{
    MemoryArrays arrays;
    run_pretend_ranks(num_ranks, [&](Communicator& ranks) {
        SmallRun run(ranks);
        run.live();
        save_snapshot(run.state(), ranks, Threads(2), ranks.rank() == 0 ? &arrays : nullptr);
    });
    return arrays;
}

TEST(Snapshot, HasTheSameBytesForAnyNumberOfRanks)
{
    const MemoryArrays one = saved_by(1);
    EXPECT_EQ(saved_by(3).arrays, one.arrays);
    EXPECT_EQ(saved_by(8).arrays, one.arrays);
    EXPECT_TRUE(one.arrays.contains("people/wage"));
    EXPECT_TRUE(one.arrays.contains("households/first_member"));
    EXPECT_GT(one.size("side/courses/hours", ElementType::u16), 0U);
    EXPECT_TRUE(one.arrays.contains("process/remembering/whole"));
    EXPECT_TRUE(one.arrays.contains("recorder/births.year_so_far"));
}

TEST(Snapshot, IsRestoredOntoAnyNumberOfRanks)
{
    const MemoryArrays saved = saved_by(3);
    for (const int size : {1, 4}) {
        MemoryArrays again;
        testing::Homes homes;
        std::mutex mutex;
        run_pretend_ranks(size, [&](Communicator& ranks) {
            SmallRun run(ranks);
            restore_snapshot(run.state(), saved);
            testing::check_all_links(*run.world);
            EXPECT_EQ(run.process->whole, (std::vector<std::int64_t>{7, -8}));
            EXPECT_EQ(run.process->real, std::vector<double>{0.25});
            const auto posts = std::as_const(*run.world).replicated(run.employers)[run.posts];
            EXPECT_EQ(std::vector<int>(posts.begin(), posts.end()),
                      (std::vector<int>{3, 3, 17, 3}));
            run.recorder->take(Month(2026, 2), std::vector<std::int64_t>{1, 1}, true);
            EXPECT_EQ(run.recorder->find("births")->values,
                      (std::vector<std::int64_t>{3, 4, 6, 7}));
            EXPECT_EQ(run.recorder->find("births")->times.back(), Month(2026, 2));
        });
        run_pretend_ranks(size, [&](Communicator& ranks) {
            SmallRun run(ranks);
            restore_snapshot(run.state(), saved);
            save_snapshot(run.state(), ranks, Threads(1), &again);
        });
        EXPECT_EQ(again.arrays, saved.arrays) << size << " ranks";
    }
}

/// Notes every read, so that a test can say what was fetched.
class WatchedArrays final : public ArraySource {
public:
    explicit WatchedArrays(const MemoryArrays& arrays) : arrays_(arrays) {}
    [[nodiscard]] std::size_t size(const std::string& name, ElementType type) const override
    {
        return arrays_.size(name, type);
    }
    void read(const std::string& name, ElementType type, std::size_t first,
              std::span<std::byte> out) const override
    {
        changes += names.empty() || names.back() != name ? 1 : 0;
        names.push_back(name);
        bytes[name] += out.size();
        arrays_.read(name, type, first, out);
    }
    mutable std::vector<std::string> names;
    mutable std::map<std::string, std::size_t> bytes;
    mutable std::size_t changes = 0;

private:
    const MemoryArrays& arrays_;
};

TEST(Snapshot, IsReadOnceAndInFewPieces)
{
    const MemoryArrays saved = saved_by(1);
    const WatchedArrays watched(saved);
    run_pretend_ranks(1, [&](Communicator& ranks) {
        SmallRun run(ranks);
        restore_snapshot(run.state(), watched);
    });
    for (const auto& [name, array] : saved.arrays) {
        EXPECT_EQ(watched.bytes[name], array.data.size()) << name;
        EXPECT_LE(std::count(watched.names.begin(), watched.names.end(), name), 8) << name;
    }
    EXPECT_EQ(watched.changes, saved.arrays.size()) << "an array is left and taken up again";
}

TEST(Snapshot, OfAnotherProgramIsRefused)
{
    MemoryArrays arrays = saved_by(1);
    arrays.arrays["people/rows_by_shard"].data.resize(8 * 10);
    run_pretend_ranks(1, [&](Communicator& ranks) {
        SmallRun run(ranks);
        EXPECT_THROW(restore_snapshot(run.state(), arrays), DataError);
    });
    MemoryArrays shorter = saved_by(1);
    shorter.arrays["replicated/employers/posts"].data.resize(2);
    run_pretend_ranks(1, [&](Communicator& ranks) {
        SmallRun run(ranks);
        EXPECT_THROW(restore_snapshot(run.state(), shorter), DataError);
    });
    MemoryArrays missing = saved_by(1);
    missing.arrays.erase("people/wage");
    run_pretend_ranks(1, [&](Communicator& ranks) {
        SmallRun run(ranks);
        EXPECT_THROW(restore_snapshot(run.state(), missing), DataError);
    });
}

TEST(ElementType, HasANameAndASize)
{
    EXPECT_EQ(element_name(ElementType::u8), "u8");
    EXPECT_EQ(element_name(ElementType::f64), "f64");
    EXPECT_EQ(element_bytes(ElementType::i16), 2U);
    EXPECT_EQ(element_bytes(ElementType::i64), 8U);
}

}  // namespace
}  // namespace qonys
