#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "registers/journal.hpp"
#include "registers_runs.hpp"

// The journal of registers: that its lines are what the registers count, of people who are there,
// and the same for whoever does the work.
namespace qonys::testing {
namespace {

using models::kz_migration::num_agencies;
using models::kz_migration::RegisterNote;

constexpr std::size_t note_cell = 0;
constexpr std::size_t agency_cell = 1;
constexpr std::size_t numbers_cell = 4;
constexpr std::size_t recorded_cell = 6;
constexpr std::uint8_t nobody = 11;

struct Kept {
    std::vector<JournalLine> lines;
    Finished done;
};

struct From {
    const MemorySnapshot* state = nullptr;
    Month done = {};
};

/// Months up to and including `last`, with the journal.
Kept keep_until(const Plan& plan, Crew crew, Month last, From from = {})
{
    Kept kept;
    run_pretend_ranks(crew.ranks, [&](Communicator& ranks) {
        const Threads threads(crew.threads);
        Simulation simulation(plan, 0, ranks, threads);
        simulation.keep_journal();
        if (from.state != nullptr) {
            simulation.restore(*from.state, from.done);
        } else {
            simulation.populate();
            simulation.begin();
        }
        while (simulation.next_month() <= last) {
            simulation.advance();
        }
        MemorySnapshot state;
        simulation.save(&state);
        const std::vector<JournalLine> lines = simulation.take_journal();
        if (ranks.rank() == 0) {
            kept = {lines, {simulation.recorder().series(), std::move(state)}};
        }
    });
    return kept;
}

RegisterNote note_of(const JournalLine& line)
{
    return static_cast<RegisterNote>(line.cells[note_cell]);
}

/// Sums over the lines of each month and agency.
struct Sums {
    std::map<std::string, std::map<std::int32_t, std::vector<std::int64_t>>> of;

    explicit Sums(const std::vector<JournalLine>& lines)
    {
        for (const JournalLine& line : lines) {
            read(line);
        }
    }
    void add(const char* name, const JournalLine& line, std::int64_t count)
    {
        auto& cells = of[name][line.month];
        cells.resize(num_agencies);
        cells[static_cast<std::size_t>(line.cells[agency_cell])] += count;
    }
    void read(const JournalLine& line)
    {
        const std::int32_t recorded = line.cells[recorded_cell];
        switch (note_of(line)) {
            case RegisterNote::asked:
                add("register_events", line, 1);
                add("register_missed", line, recorded == JournalLine::nothing ? 1 : 0);
                add("register_delay", line,
                    recorded == JournalLine::nothing ? 0 : recorded - line.month);
                break;
            case RegisterNote::recorded:
                add("register_records_made", line, line.cells[numbers_cell]);
                break;
            case RegisterNote::ended:
                add("register_records_closed", line, line.cells[numbers_cell]);
                break;
            default:
                break;
        }
    }
    [[nodiscard]] std::vector<std::int64_t> in(const std::string& name, Month month)
    {
        auto& cells = of[name][month.index()];
        cells.resize(num_agencies);
        return cells;
    }
};

void expect_sums(const Kept& kept, Month start)
{
    Sums sums(kept.lines);
    for (const char* name : {"register_events", "register_missed", "register_delay",
                             "register_records_made", "register_records_closed"}) {
        const Series& series = kept.done[name];
        const std::size_t months = series.values.size() / num_agencies;
        ASSERT_GT(months, 0U);
        for (std::size_t month = 0; month < months; ++month) {
            EXPECT_EQ(sums.in(name, start + static_cast<int>(month)), at(series, month))
                << name << " " << month;
        }
        EXPECT_GT(kept.done.total(name), 0) << name;
    }
    // Whoever is there at the start is noted as of the month before it.
    EXPECT_EQ(sums.in("register_records_made", start - 1), at(kept.done["register_records"], 0));
}

/// Records that are open at the end, person by person.
void expect_open_records(const Kept& kept)
{
    std::map<std::pair<std::uint64_t, std::int32_t>, std::int32_t> numbers;
    for (const JournalLine& line : kept.lines) {
        const std::pair of(line.person, line.cells[agency_cell]);
        if (note_of(line) == RegisterNote::recorded) {
            EXPECT_TRUE(numbers.emplace(of, line.cells[numbers_cell]).second) << line.person;
        } else if (note_of(line) == RegisterNote::ended) {
            EXPECT_EQ(line.cells[numbers_cell], numbers.contains(of) ? numbers[of] : 0);
            numbers.erase(of);
        }
    }
    std::vector<std::int64_t> persons(num_agencies);
    std::vector<std::int64_t> duplicates(num_agencies);
    for (const auto& [of, count] : numbers) {
        ++persons[static_cast<std::size_t>(of.second)];
        duplicates[static_cast<std::size_t>(of.second)] += count - 1;
    }
    EXPECT_EQ(persons, values_at_end(kept.done["register_persons"]));
    EXPECT_EQ(duplicates, values_at_end(kept.done["register_duplicates"]));
}

/// Keys of everybody whom registers follow.
std::multiset<std::uint64_t> followed_in(const MemorySnapshot& state)
{
    const auto residents = state.values<std::uint64_t>("side/register_views/key");
    std::multiset<std::uint64_t> keys(residents.begin(), residents.end());
    for (const std::string table :
         {"register_workers", "register_students", "register_specialists", "register_irregular"}) {
        const auto key = state.values<std::uint64_t>("replicated/" + table + "/key");
        const auto followed = state.values<std::uint8_t>("replicated/" + table + "/followed");
        for (std::size_t row = 0; row < key.size(); ++row) {
            if (followed[row] != nobody) {
                keys.insert(key[row]);
            }
        }
    }
    return keys;
}

TEST(RegisterJournal, NotesWhatRegistersCount)
{
    const Plan plan = plan_of_run({.scale = 0.01, .more = whole_contour("2025-07")});
    const Kept kept = keep_until(plan, {}, plan.scenario.end);
    expect_sums(kept, plan.scenario.start);
    expect_open_records(kept);
}

TEST(RegisterJournal, NotesWhatRegistersCountFromOtherStartsAndWithoutWork)
{
    for (const char* base : {"base-2022.toml", "people-alone.toml"}) {
        const bool is_early = std::string(base) == "base-2022.toml";
        const Plan plan =
            plan_of_run({.scale = 0.005, .end = is_early ? "2022-12" : "2025-12", .base = base});
        expect_sums(keep_until(plan, {}, plan.scenario.end), plan.scenario.start);
    }
}

TEST(RegisterJournal, IsOfThoseWhoAreFollowedAndOfThoseWhoLeft)
{
    const Plan plan = plan_of_run({.scale = 0.01, .end = "2026-06"});
    const Kept kept = keep_until(plan, {}, plan.scenario.end);
    std::multiset<std::uint64_t> followed;
    std::set<std::uint64_t> known;
    for (const JournalLine& line : kept.lines) {
        if (note_of(line) == RegisterNote::followed) {
            followed.insert(line.person);
        } else if (note_of(line) == RegisterNote::left) {
            const auto one = followed.find(line.person);
            ASSERT_NE(one, followed.end()) << line.person << " left unfollowed";
            followed.erase(one);
        } else if (note_of(line) == RegisterNote::person) {
            known.insert(line.person);
        }
    }
    EXPECT_EQ(followed, followed_in(kept.done.state));
    ASSERT_GT(followed.size(), 1000U);
    EXPECT_TRUE(std::all_of(kept.lines.begin(), kept.lines.end(),
                            [&](const JournalLine& line) { return known.contains(line.person); }));
}

TEST(RegisterJournal, ChangesNoResult)
{
    const Plan plan = plan_of_run({.scale = 0.005});
    EXPECT_EQ(keep_until(plan, {}, plan.scenario.end).done.hash(), run(plan, {2, 1}).hash());
}

TEST(RegisterJournal, IsTheSameForAnyCrew)
{
    const Plan plan =
        plan_of_run({.scale = 0.003, .end = "2026-03", .more = whole_contour("2025-03")});
    const auto expected = keep_until(plan, {}, plan.scenario.end).lines;
    for (const Crew crew : {Crew{7, 1}, Crew{1, 3}, Crew{2, 8}}) {
        EXPECT_EQ(keep_until(plan, crew, plan.scenario.end).lines, expected)
            << crew.threads << " threads, " << crew.ranks << " ranks";
    }
    const Month half(2025, 9);
    Kept first = keep_until(plan, {2, 3}, half);
    const Kept second = keep_until(plan, {3, 2}, plan.scenario.end, {&first.done.state, half});
    first.lines.insert(first.lines.end(), second.lines.begin(), second.lines.end());
    EXPECT_EQ(first.lines, expected);
}

}  // namespace
}  // namespace qonys::testing
