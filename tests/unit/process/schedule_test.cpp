#include "qonys/process/schedule.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "qonys/core/error.hpp"
#include "support/tiny_world.hpp"

namespace qonys {
namespace {

/// What was called, in order; calls for shards are noted for the first shard only.
struct Diary {
    std::vector<std::string> lines;
    std::mutex mutex;
    void note(const std::string& line)
    {
        const std::scoped_lock lock(mutex);
        lines.push_back(line);
    }
};

class Scribe final : public Process {
public:
    Scribe(ProcessInfo info, Diary& diary) : info_(std::move(info)), diary_(diary) {}
    [[nodiscard]] ProcessInfo info() const override { return info_; }
    void start(const StepContext&, World&) override { diary_.note(info_.name + " start"); }
    void prepare(const StepContext&, const World&) override
    {
        diary_.note(info_.name + " prepare");
    }
    void propose(const ShardContext& here, const Shard&) override { note(here, " propose"); }
    void allocate(const StepContext&, const World&) override
    {
        diary_.note(info_.name + " allocate");
    }
    void commit(const ShardContext& here, Shard&) override { note(here, " commit"); }
    void conclude(const StepContext&, World&, Tallies&) override
    {
        diary_.note(info_.name + " conclude");
    }

private:
    void note(const ShardContext& here, const std::string& what)
    {
        if (here.shard == 0) {
            diary_.note(info_.name + what);
        }
    }
    ProcessInfo info_;
    Diary& diary_;
};

/// A world with its schedule, ready to run month by month.
class Bench {
public:
    explicit Bench(int num_threads = 1) : threads_(num_threads) {}

    Registry& registry() { return registry_; }
    void add(std::string name, Stage stage, int order = 0, Cadence cadence = Cadence::monthly,
             int month_of_year = 1)
    {
        ProcessInfo info;
        info.name = std::move(name);
        info.stage = stage;
        info.order = order;
        info.cadence = cadence;
        info.month_of_year = month_of_year;
        registry_.add_process(std::make_unique<Scribe>(info, diary_));
    }
    void open(Schedule::Checks checks = Schedule::Checks::none)
    {
        world_.emplace(registry_.schema(), testing::two_regions(), *ranks_);
        levers_.emplace(registry_.levers());
        schedule_.emplace(registry_, threads_, checks);
        counts_.emplace(registry_.tallies());
    }
    std::vector<std::string> run(Month now)
    {
        diary_.lines.clear();
        schedule_->run_month(step(now), *world_, *counts_);
        return diary_.lines;
    }
    [[nodiscard]] StepContext step(Month now)
    {
        return {now,      Month(2025, 1), Month(2030, 12), Stream(1, 0),
                *levers_, *ranks_,        threads_,        1.0};
    }

    Diary diary_;
    Registry registry_;
    Threads threads_;
    std::unique_ptr<Communicator> ranks_ = serial_communicator();
    std::optional<World> world_;
    std::optional<Levers> levers_;
    std::optional<Schedule> schedule_;
    std::optional<Tallies> counts_;
};

using Lines = std::vector<std::string>;

TEST(Schedule, OrdersByStageThenOrderThenName)
{
    Bench bench;
    bench.add("zeta", Stage::moves);
    bench.add("alpha", Stage::record);
    bench.add("beta", Stage::moves, -1);
    bench.add("eta", Stage::moves);
    bench.add("births", Stage::demography);
    bench.open();
    Lines plan;
    for (const ProcessInfo& info : bench.schedule_->plan()) {
        plan.push_back(std::string(stage_name(info.stage)) + " " + info.name);
    }
    EXPECT_EQ(plan, (Lines{"demography births", "moves beta", "moves eta", "moves zeta",
                           "record alpha"}));
}

TEST(Schedule, CallsEachPhaseForAllProcessesOfAStage)
{
    Bench bench;
    bench.add("b", Stage::moves);
    bench.add("a", Stage::moves);
    bench.add("late", Stage::status);
    bench.open();
    EXPECT_EQ(bench.run(Month(2025, 1)),
              (Lines{"a prepare", "b prepare", "a propose", "b propose", "a allocate", "b allocate",
                     "a commit", "b commit", "a conclude", "b conclude", "late prepare",
                     "late propose", "late allocate", "late commit", "late conclude"}));
}

TEST(Schedule, RunsYearlyProcessesInTheirMonth)
{
    Bench bench;
    bench.add("quota", Stage::levers, 0, Cadence::yearly, 3);
    bench.open();
    int runs = 0;
    for (Month now(2025, 1); now < Month(2027, 1); ++now) {
        const bool ran = !bench.run(now).empty();
        EXPECT_EQ(ran, now.month_of_year() == 3);
        runs += ran ? 1 : 0;
    }
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(bench.schedule_->times().front().calls, 2);
}

TEST(Schedule, StartsEveryProcessOnceInOrder)
{
    Bench bench;
    bench.add("b", Stage::moves);
    bench.add("a", Stage::close);
    bench.open();
    bench.schedule_->start(bench.step(Month(2025, 1)), *bench.world_);
    EXPECT_EQ(bench.diary_.lines, (Lines{"b start", "a start"}));
}

TEST(Schedule, TakesStockWithTheRecordStageAlone)
{
    Bench bench;
    bench.add("moves", Stage::moves);
    bench.add("population", Stage::record);
    bench.open();
    bench.schedule_->take_stock(bench.step(Month(2024, 12)), *bench.world_, *bench.counts_);
    EXPECT_EQ(bench.diary_.lines.front(), "population prepare");
    EXPECT_EQ(bench.diary_.lines.size(), 5U);
}

/// Two processes that each raise everybody's column by one, and note the highest that propose saw.
class Raiser final : public Process {
public:
    Raiser(std::string name, Column<std::uint8_t> column, TallyId tally)
        : name_(std::move(name)), column_(column), tally_(tally)
    {}
    [[nodiscard]] ProcessInfo info() const override
    {
        ProcessInfo info;
        info.name = name_;
        info.stage = Stage::moves;
        return info;
    }
    void propose(const ShardContext& here, const Shard& shard) override
    {
        for (const std::uint8_t value : shard.people()[column_]) {
            here.counts.add(tally_, value);
        }
    }
    void commit(const ShardContext& /*here*/, Shard& shard) override
    {
        for (std::uint8_t& value : shard.people()[column_]) {
            ++value;
        }
    }

private:
    std::string name_;
    Column<std::uint8_t> column_;
    TallyId tally_;
};

TEST(Schedule, ShowsNoCommitToAnyProposal)
{
    for (const int threads : {1, 4}) {
        Bench bench(threads);
        const auto column = bench.registry().add_person_column<std::uint8_t>("level", "");
        const TallyId seen = bench.registry().add_tally({.name = "seen",
                                                         .description = "",
                                                         .unit = "persons",
                                                         .axes = {Axis::range("level", 0, 9)}});
        bench.registry().add_process(std::make_unique<Raiser>("first", column, seen));
        bench.registry().add_process(std::make_unique<Raiser>("second", column, seen));
        bench.open();
        testing::settle_all(*bench.world_, 2000);
        const auto people = static_cast<std::int64_t>(bench.world_->num_person_rows());
        bench.run(Month(2025, 1));
        EXPECT_EQ(bench.counts_->of(seen)[0], 2 * people);
        EXPECT_EQ(bench.counts_->of(seen)[1], 0);
        bench.run(Month(2025, 2));
        EXPECT_EQ(bench.counts_->of(seen)[0], 0);  // counts are of one month
        EXPECT_EQ(bench.counts_->of(seen)[2], 2 * people);
    }
}

/// Marks people as gone without taking them out of their households.
class Careless final : public Process {
public:
    explicit Careless(Column<Gone> gone) : gone_(gone) {}
    [[nodiscard]] ProcessInfo info() const override
    {
        ProcessInfo info;
        info.name = "careless";
        return info;
    }
    void commit(const ShardContext& /*here*/, Shard& shard) override
    {
        if (shard.people().size() > 0) {
            shard.people()[gone_][0] = Gone::died;
        }
    }

private:
    Column<Gone> gone_;
};

TEST(Schedule, ChecksLinksAfterEveryStageWhenAsked)
{
    Bench bench;
    bench.registry().add_process(std::make_unique<Careless>(bench.registry().schema().person.gone));
    bench.open(Schedule::Checks::every_stage);
    testing::settle_all(*bench.world_, 20);
    EXPECT_THROW(bench.run(Month(2025, 1)), InternalError);
}

TEST(Schedule, CompactsInJuneAndDecemberWhereItPays)
{
    Bench bench;
    bench.add("nothing", Stage::moves);
    bench.open();
    testing::settle_all(*bench.world_, 5000);
    const WorldSchema& schema = bench.world_->schema();
    const auto take_away = [&](std::size_t shard, std::uint32_t first, std::uint32_t last) {
        Shard& rows = bench.world_->shards()[shard];
        for (std::uint32_t row = first; row < last; ++row) {
            HouseholdLinks(rows, schema).leave(PersonId(row));
            rows.people()[schema.person.gone][row] = Gone::died;
        }
    };
    const std::size_t rows = bench.world_->num_person_rows();
    for (std::size_t shard = 0; shard < num_shards; ++shard) {
        take_away(shard, 0, 2);
    }
    bench.run(Month(2025, 5));
    EXPECT_EQ(bench.world_->num_person_rows(), rows);
    bench.run(Month(2025, 6));
    EXPECT_EQ(bench.world_->num_person_rows(), rows - 2 * num_shards);
    testing::check_all_links(*bench.world_);
    EXPECT_EQ(bench.schedule_->times().back().name, "compaction");
}

/// Ages everybody's level by the month and lets some go: all of it within one shard.
class Withering final : public Process {
public:
    Withering(Registry& registry, Cadence cadence, std::string name)
        : schema_(registry.schema()), name_(std::move(name)), cadence_(cadence)
    {
        level_ = registry.add_person_column<std::int32_t>(name_ + "_level", "");
        gone_ = registry.add_tally({.name = name_ + "_gone",
                                    .description = "",
                                    .unit = "persons",
                                    .axes = {Axis("region", {"A", "B"})}});
    }
    [[nodiscard]] ProcessInfo info() const override
    {
        ProcessInfo info;
        info.name = name_;
        info.cadence = cadence_;
        info.month_of_year = 5;
        info.shard_by_shard = true;
        return info;
    }
    void commit(const ShardContext& here, Shard& shard) override
    {
        for (std::uint32_t row = 0; row < shard.people().size(); ++row) {
            std::int32_t& level = shard.people()[level_][row];
            level += here.step.now.index() % 7;
            if (shard.people()[schema_.person.gone][row] == Gone::no && level % 11 == 10) {
                HouseholdLinks(shard, schema_).leave(PersonId(row));
                shard.people()[schema_.person.gone][row] = Gone::died;
                here.counts.add(gone_, shard.people()[schema_.person.region][row].value());
            }
            level += static_cast<std::int32_t>(shard.people()[schema_.person.key][row].value() % 3);
        }
    }

private:
    const WorldSchema& schema_;
    std::string name_;
    Cadence cadence_;
    Column<std::int32_t> level_;
    TallyId gone_;
};

/// Counts of each month from January 2025 to December 2026, and the people who are left.
std::pair<std::vector<std::vector<std::int64_t>>, testing::Homes> wither(bool in_a_row,
                                                                         int num_threads)
{
    Bench bench(num_threads);
    bench.registry().add_process(
        std::make_unique<Withering>(bench.registry(), Cadence::monthly, "monthly"));
    bench.registry().add_process(
        std::make_unique<Withering>(bench.registry(), Cadence::yearly, "yearly"));
    bench.open();
    testing::settle_all(*bench.world_, 3000);
    std::vector<std::vector<std::int64_t>> months;
    for (Month now(2025, 1); now < Month(2027, 1);) {
        const int count = in_a_row ? bench.schedule_->months_in_a_row(now) : 1;
        std::vector<StepContext> steps;
        for (int month = 0; month < count; ++month) {
            steps.push_back(bench.step(now + month));
        }
        std::vector<Tallies> counts(steps.size(), Tallies(bench.registry().tallies()));
        if (in_a_row) {
            bench.schedule_->run_months(steps, *bench.world_, counts);
        } else {
            bench.schedule_->run_month(steps.front(), *bench.world_, counts.front());
        }
        for (const Tallies& month : counts) {
            months.emplace_back(month.cells().begin(), month.cells().end());
        }
        now = now + count;
    }
    testing::check_all_links(*bench.world_);
    return {months, testing::homes_of(*bench.world_)};
}

TEST(Schedule, GivesTheSameForMonthsInARow)
{
    const auto one_by_one = wither(false, 1);
    EXPECT_EQ(one_by_one.first.size(), 24U);
    EXPECT_EQ(wither(true, 1), one_by_one);
    EXPECT_EQ(wither(true, 3), one_by_one);
}

TEST(Schedule, RunsMonthsInARowOnlyShardByShardAndUpToACompaction)
{
    Bench bench;
    bench.registry().add_process(
        std::make_unique<Withering>(bench.registry(), Cadence::monthly, "monthly"));
    bench.open();
    EXPECT_EQ(bench.schedule_->months_in_a_row(Month(2025, 1)), 6);
    EXPECT_EQ(bench.schedule_->months_in_a_row(Month(2025, 5)), 2);
    EXPECT_EQ(bench.schedule_->months_in_a_row(Month(2025, 12)), 1);
    bench.add("moves", Stage::moves);
    bench.open();
    EXPECT_EQ(bench.schedule_->months_in_a_row(Month(2025, 1)), 1);
}

TEST(Schedule, RefusesARegistryThatDoesNotHangTogether)
{
    Bench bench;
    ProcessInfo info;
    info.name = "moves";
    info.levers = {"no.such"};
    bench.registry().add_process(std::make_unique<Scribe>(info, bench.diary_));
    EXPECT_THROW(bench.open(), InternalError);
}

}  // namespace
}  // namespace qonys
