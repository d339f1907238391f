#include "qonys/run/runner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

namespace qonys {
namespace {

Plan small_plan(int replicates)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const std::string text =
        "model = \"person_months\"\n[run]\nstart = \"2025-01\"\nend = \"2025-12\"\nreplicates = " +
        std::to_string(replicates) + "\n[population]\npeople = 5000\n";
    return Plan::read(Document::parse(text, "runner.toml"), "runner", catalogue);
}

RunOptions on(int threads, int ranks)
{
    RunOptions options;
    options.threads = threads;
    options.pretend_ranks = ranks;
    return options;
}

TEST(RunPlan, GivesTheSameHashForAnyThreadsAndRanks)
{
    const Plan plan = small_plan(2);
    const RunOutcome one = run_plan(plan, on(1, 1));
    EXPECT_EQ(one.replicates.size(), 2U);
    EXPECT_EQ(run_plan(plan, on(3, 1)).result_hash, one.result_hash);
    EXPECT_EQ(run_plan(plan, on(1, 3)).result_hash, one.result_hash);
}

TEST(RunPlan, TotalsFlowsOverMonths)
{
    const RunOutcome outcome = run_plan(small_plan(1), on(1, 1));
    std::int64_t births = 0;
    for (const Series& series : outcome.replicates.front().series) {
        if (series.spec.name == "births") {
            for (const std::int64_t value : series.values) {
                births += value;
            }
        }
    }
    EXPECT_GT(births, 0);
    EXPECT_EQ(outcome.totals.at("births"), static_cast<double>(births));
}

TEST(RunPlan, StopsWhereItIsTold)
{
    std::atomic<int> stop = 15;
    RunOptions options = on(1, 1);
    options.stop = &stop;
    const RunOutcome outcome = run_plan(small_plan(1), options);
    EXPECT_TRUE(outcome.stopped);
    EXPECT_TRUE(outcome.result_hash.empty());
}

/// Stops a run when so many months are done.
class StopAfter final : public ProgressListener {
public:
    explicit StopAfter(std::int64_t months) : months_(months) {}
    void synthesis_done(double /*seconds*/, std::size_t /*num_people*/) override {}
    void month_done(std::uint32_t /*replicate*/, Month /*month*/, std::int64_t months_done,
                    std::int64_t /*months_in_all*/) override
    {
        if (months_done >= months_) {
            stop = 2;
        }
    }
    std::atomic<int> stop = 0;

private:
    std::int64_t months_;
};

RunOutcome stopped_after(int months, int replicates)
{
    StopAfter listener(months);
    RunOptions options = on(2, 1);
    options.keep_partial = true;
    options.checkpoint_every = 1;  // one month at a time
    options.stop = &listener.stop;
    options.progress = &listener;
    return run_plan(small_plan(replicates), options);
}

TEST(RunPlan, KeepsTheMonthsOfAFirstReplicateThatIsStopped)
{
    const RunOutcome whole = run_plan(small_plan(1), on(1, 1));
    const RunOutcome part = stopped_after(5, 3);
    EXPECT_TRUE(part.stopped);
    EXPECT_TRUE(part.is_partial);
    EXPECT_EQ(part.ends, Month(2025, 5));
    ASSERT_EQ(part.replicates.size(), 1U);
    const auto& series = part.replicates.front().series;
    for (std::size_t i = 0; i < series.size(); ++i) {
        const Series& full = whole.replicates.front().series[i];
        if (full.spec.cadence == Cadence::monthly) {
            ASSERT_LT(series[i].values.size(), full.values.size()) << full.spec.name;
            EXPECT_TRUE(
                std::equal(series[i].values.begin(), series[i].values.end(), full.values.begin()))
                << full.spec.name;
        }
    }
}

TEST(RunPlan, KeepsTheReplicatesThatHadEndedWhenALaterOneIsStopped)
{
    const RunOutcome part = stopped_after(12 + 12 + 3, 3);
    EXPECT_TRUE(part.is_partial);
    EXPECT_FALSE(part.ends.has_value());
    EXPECT_EQ(part.replicates.size(), 2U);
    EXPECT_EQ(part.result_hash, run_plan(small_plan(2), on(1, 1)).result_hash);
}

TEST(RunPlan, KeepsNothingWhenNothingIsDone)
{
    std::atomic<int> stop = 2;
    RunOptions options = on(1, 1);
    options.stop = &stop;
    options.keep_partial = true;
    const RunOutcome outcome = run_plan(small_plan(1), options);
    EXPECT_TRUE(outcome.stopped);
    EXPECT_FALSE(outcome.is_partial);
}

TEST(PlanAddition, IsDeclaredAndCoveredByTheDigest)
{
    Plan plan = small_plan(1);
    const std::string alone = plan.digest;
    plan.add({"a tally of nothing", [](Registry& registry) {
                  registry.add_tally({.name = "nothing", .unit = "persons"});
              }});
    EXPECT_NE(plan.digest, alone);
    EXPECT_EQ(plan.build_registry()->tallies().specs().back().name, "nothing");
}

}  // namespace
}  // namespace qonys
