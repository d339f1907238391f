#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "qonys/core/error.hpp"
#include "qonys/run/simulation.hpp"
#include "support/memory_arrays.hpp"
#include "support/tiny_model.hpp"

namespace qonys {
namespace {

using testing::tiny_plan;
using testing::TinyOptions;

/// Where somebody is, free of rows.
struct Fate {
    RegionId region;
    HouseholdKey household;
    MonthStamp birth_month;
    std::uint8_t births;
    bool operator==(const Fate&) const = default;
};
using Fates = std::map<PersonKey, Fate>;

struct Result {
    std::vector<Series> series;
    std::string hash;
    Fates fates;
};

std::string hash_of(const std::vector<Series>& series)
{
    Digest digest;
    for (const Series& one : series) {
        add_to(digest, one);
    }
    return digest.hex();
}

void add_fates(const Simulation& simulation, Fates& fates)
{
    const WorldSchema& schema = simulation.world().schema();
    const auto births = schema.people->find<std::uint8_t>("births_so_far");
    for (const Shard& shard : simulation.world().shards()) {
        for (std::size_t row = 0; row < shard.people().size(); ++row) {
            if (shard.people()[schema.person.gone][row] == Gone::no) {
                const auto home = shard.people()[schema.person.household][row].value();
                fates[shard.people()[schema.person.key][row]] = {
                    shard.people()[schema.person.region][row],
                    shard.households()[schema.household.key][home],
                    shard.people()[schema.person.birth_month][row], shard.people()[births][row]};
            }
        }
    }
}

/// Runs until a month (the plan's last unless told) with links checked after every stage.
Result run(const Plan& plan, int num_threads = 1, int num_ranks = 1, Month until = Month(2027, 6))
{
    Result result;
    std::mutex mutex;
    run_pretend_ranks(num_ranks, [&](Communicator& ranks) {
        const Threads threads(num_threads);
        Simulation simulation(plan, 0, ranks, threads, Schedule::Checks::every_stage);
        simulation.populate();
        simulation.begin();
        while (simulation.next_month() <= until) {
            simulation.advance();
        }
        const std::scoped_lock lock(mutex);
        add_fates(simulation, result.fates);
        if (ranks.rank() == 0) {
            result.series = simulation.recorder().series();
            result.hash = hash_of(result.series);
        }
    });
    return result;
}

const Series& series_of(const Result& result, const std::string& name)
{
    return *std::find_if(result.series.begin(), result.series.end(),
                         [&](const Series& series) { return series.spec.name == name; });
}

std::int64_t total(const Series& series)
{
    std::int64_t sum = 0;
    for (const std::int64_t value : series.values) {
        sum += value;
    }
    return sum;
}

TEST(ThreadCount, DoesNotChangeResults)
{
    const Result one = run(tiny_plan());
    for (const int threads : {2, 7}) {
        const Result many = run(tiny_plan(), threads);
        EXPECT_EQ(many.hash, one.hash) << threads << " threads";
        EXPECT_EQ(many.fates, one.fates);
    }
}

TEST(RankCount, DoesNotChangeResults)
{
    const Result one = run(tiny_plan());
    for (const int ranks : {3, 8}) {
        const Result many = run(tiny_plan(), 2, ranks);
        EXPECT_EQ(many.hash, one.hash) << ranks << " ranks";
        EXPECT_EQ(many.fates, one.fates);
    }
}

TEST(Interruption, DoesNotChangeResults)
{
    const Plan plan = tiny_plan();
    const Result whole = run(plan);
    for (const Month pause : {Month(2026, 2), Month(2026, 7), Month(2026, 12), Month(2027, 5)}) {
        testing::MemoryArrays saved;
        run_pretend_ranks(3, [&](Communicator& ranks) {
            const Threads threads(1);
            Simulation simulation(plan, 0, ranks, threads);
            simulation.populate();
            simulation.begin();
            while (simulation.next_month() <= pause) {
                simulation.advance();
            }
            simulation.save(ranks.rank() == 0 ? &saved : nullptr);
        });
        run_pretend_ranks(2, [&](Communicator& ranks) {
            const Threads threads(2);
            Simulation simulation(plan, 0, ranks, threads);
            simulation.restore(saved, pause);
            while (!simulation.finished()) {
                simulation.advance();
            }
            EXPECT_EQ(hash_of(simulation.recorder().series()), whole.hash) << pause.text();
        });
    }
}

TEST(Saving, DoesNotDisturbARun)
{
    const Plan plan = tiny_plan();
    run_pretend_ranks(1, [&](Communicator& ranks) {
        const Threads threads(1);
        Simulation simulation(plan, 0, ranks, threads);
        simulation.populate();
        simulation.begin();
        while (!simulation.finished()) {
            simulation.advance();
            simulation.save(nullptr);
        }
        EXPECT_EQ(hash_of(simulation.recorder().series()), run(plan).hash);
    });
}

TEST(Population, BalancesEveryMonth)
{
    const Result result = run(tiny_plan());
    const Series& people = series_of(result, "population");
    const Series& births = series_of(result, "births");
    const Series& deaths = series_of(result, "deaths");
    ASSERT_GT(total(births), 100);
    ASSERT_GT(total(deaths), 100);
    for (std::size_t month = 0; month < births.times.size(); ++month) {
        for (std::size_t region = 0; region < 2; ++region) {
            std::int64_t expected =
                people.at(month)[region] + births.at(month)[region] - deaths.at(month)[region];
            for (const char* name : {"programme_moves", "ordinary_moves"}) {
                const auto moves = series_of(result, name).at(month);
                expected += moves[(1 - region) * 2 + region] - moves[region * 2 + (1 - region)];
            }
            EXPECT_EQ(people.at(month + 1)[region], expected)
                << births.times[month].text() << ", region " << region;
        }
    }
}

TEST(Measure, LeavesTheTimeBeforeItsStartUntouched)
{
    const Plan base = tiny_plan();
    const Plan policy = tiny_plan({.quota_2027 = 400.0});
    EXPECT_EQ(run(policy, 1, 1, Month(2026, 12)).hash, run(base, 1, 1, Month(2026, 12)).hash);
    EXPECT_EQ(run(policy, 1, 1, Month(2026, 12)).fates, run(base, 1, 1, Month(2026, 12)).fates);
    EXPECT_NE(run(policy).hash, run(base).hash);
    EXPECT_GT(total(series_of(run(policy), "programme_moves")),
              total(series_of(run(base), "programme_moves")));
}

TEST(SlackQuota, ShowsNothingWhenRaised)
{
    EXPECT_EQ(run(tiny_plan({.quota = 1e6, .quota_2027 = 2e6})).hash,
              run(tiny_plan({.quota = 1e6, .quota_2027 = 1e6})).hash);
}

TEST(Quota, IsNeverExceeded)
{
    const Result result = run(tiny_plan());
    const Series& moves = series_of(result, "programme_moves");
    for (std::size_t region = 0; region < 2; ++region) {
        std::int64_t used = 0;
        for (std::size_t month = 0; month < 12; ++month) {
            used += moves.at(month)[region * 2 + 0] + moves.at(month)[region * 2 + 1];
        }
        EXPECT_LE(used, 40);
        EXPECT_GT(used, 30) << "the quota is meant to bind here";
    }
}

/// Everybody of one run who fares otherwise, or is missing, in the other.
std::vector<PersonKey> changed_people(const Result& without, const Result& with)
{
    std::vector<PersonKey> changed;
    for (const auto& [key, fate] : without.fates) {
        const auto other = with.fates.find(key);
        if (other == with.fates.end() || other->second != fate) {
            changed.push_back(key);
        }
    }
    return changed;
}

TEST(OneExtraHousehold, LeavesOthersUnchangedWhenNothingIsScarce)
{
    const Result without = run(tiny_plan({.quota = 1e6, .quota_2027 = 1e6}));
    const Result with =
        run(tiny_plan({.quota = 1e6, .quota_2027 = 1e6, .extra_household = testing::extra_number}));
    EXPECT_NE(with.hash, without.hash);
    EXPECT_TRUE(changed_people(without, with).empty());
}

/// Whether a household asks for the programme in January 2026: the draw is a function of its key.
bool asks_in_january(std::uint64_t number)
{
    const AddressedDraw draw = Stream(1, 0)(Draw("programme.apply"));
    return draw.block(lineage::household(number).value(),
                      static_cast<std::uint32_t>(Month(2026, 1).index()))[0] < testing::asks_below;
}

// With a quota that binds, those who ask in the same segment may be pushed out: in the first month
// only people of the extra household's region.
TEST(OneExtraHousehold, TouchesOnlyThoseWhoShareAScarceThing)
{
    const TinyOptions without{.quota = 96.0, .quota_2027 = 96.0};
    const Month january(2026, 1);
    const Result before = run(tiny_plan(without), 1, 1, january);
    std::size_t num_asked = 0;
    std::size_t num_touched = 0;
    for (std::uint64_t number = testing::extra_number; num_asked < 12; ++number) {
        if (!asks_in_january(number)) {
            continue;
        }
        ++num_asked;
        TinyOptions with = without;
        with.extra_household = number;
        for (const PersonKey person : changed_people(before, run(tiny_plan(with), 1, 1, january))) {
            ++num_touched;
            const std::uint64_t household = (person.value() & ((1ULL << 60) - 1)) >> 16;
            EXPECT_EQ(household % 2, number % 2) << "household " << household;
        }
    }
    std::cout << num_asked << " extra households that asked, one at a time, touched " << num_touched
              << " people\n";
    EXPECT_GT(num_touched, 0U);
}

}  // namespace
}  // namespace qonys
