#include "qonys/run/runner.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace qonys
