#include "qonys/run/memory.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace qonys {
namespace {

Plan plan_of(const std::string& population)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const std::string text =
        "model = \"person_months\"\n[run]\nstart = \"2025-01\"\n"
        "end = \"2025-12\"\n[population]\n" +
        population;
    return Plan::read(Document::parse(text, "tiny.toml"), "tiny", catalogue);
}

TEST(MemoryBudget, AddsUpItsColumns)
{
    const MemoryBudget budget = memory_budget(*plan_of("people = 100").build_registry());
    const std::size_t sum =
        std::accumulate(budget.columns.begin(), budget.columns.end(), std::size_t{0},
                        [](std::size_t bytes, const ColumnMemory& column) {
                            return bytes + (column.entity == "person" ? column.bytes : 0);
                        });
    EXPECT_EQ(sum, budget.bytes_per_person);
    EXPECT_EQ(budget.columns.front().name, "key");
    EXPECT_EQ(budget.columns.front().type, "u64");
}

TEST(ForecastPopulation, CountsSmallWorldsWhole)
{
    const auto forecast = forecast_population(plan_of("people = 123"));
    ASSERT_TRUE(forecast);
    EXPECT_DOUBLE_EQ(forecast->people, 123.0);
}

TEST(ForecastPopulation, ScalesASampleUp)
{
    const auto forecast = forecast_population(plan_of("people = 8_000_000\nscale = 0.9"));
    ASSERT_TRUE(forecast);
    EXPECT_NEAR(forecast->people, 7.2e6, 0.01 * 7.2e6);
}

TEST(ForecastPopulation, DoesNotScaleUpWhatKnowsNoScale)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const Document grid = Document::load(QONYS_SOURCE_DIR "/scenarios/yardsticks/schelling.toml");
    const auto forecast = forecast_population(Plan::read(grid, "schelling", catalogue));
    ASSERT_TRUE(forecast);
    EXPECT_DOUBLE_EQ(forecast->people, 9000.0);
}

TEST(ExpectedBytes, CountsTheCopyThatReplicatesShare)
{
    Plan plan = plan_of("people = 123");
    const MemoryBudget budget = memory_budget(*plan.build_registry());
    const PopulationForecast people{1000.0, 0.0};
    const double once = expected_bytes(budget, people, plan);
    EXPECT_GE(once, 1000.0 * static_cast<double>(budget.bytes_per_person));
    plan.scenario.replicates = 2;
    EXPECT_DOUBLE_EQ(expected_bytes(budget, people, plan), 2.0 * once);
    plan.population_per_replicate = true;
    EXPECT_DOUBLE_EQ(expected_bytes(budget, people, plan), once);
}

TEST(Usage, IsNeverNothing)
{
    EXPECT_GT(peak_memory_mib(), 0.0);
    EXPECT_GE(cpu_seconds(), 0.0);
}

}  // namespace
}  // namespace qonys
