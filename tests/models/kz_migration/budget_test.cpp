#include "labour/budget.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/run_scenario.hpp"

// The ledger of the state's money: what amounts are worth, and that both prices tell the same story.
namespace qonys::models::kz_migration {
namespace {

using qonys::testing::Finished;

Document scenario(const std::string& more)
{
    const auto folder = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";
    return Document::parse("extends = \"base.toml\"\n" + more, "test.toml", folder);
}

Prices prices(const std::string& more = "")
{
    const Document document = scenario(more);
    Reader in(document);
    return Prices::read(in);
}

TEST(PriceLevel, FollowsKnownPricesAndThenThePath)
{
    // data/cpi_inflation.csv: 9.8 % in 2023, 8.6 % in 2024; data/cpi_path.csv: 7 %, then 5 %.
    const PriceLevel level = prices().level;
    EXPECT_EQ(level.stated_year(), 2024);
    EXPECT_DOUBLE_EQ(level.relative(2024), 1.0);
    EXPECT_DOUBLE_EQ(level.relative(2026), 1.07 * 1.05);
    EXPECT_DOUBLE_EQ(level.relative(2022), 1.0 / 1.086 / 1.098);
    EXPECT_GT(prices("prices.cpi_variant = \"high\"\n").level.relative(2027), level.relative(2027));
    EXPECT_DOUBLE_EQ(prices("prices.price_year = 2026\n").level.relative(2024), 1.0 / 1.07 / 1.05);
}

TEST(Budget, TellsTheSameInBothPrices)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const Plan plan = Plan::read(scenario("run.end = \"2026-12\"\npopulation.scale = "
                                          "0.004\nmigration.on = false\ncatalogue.use = false\n"),
                                 "test", catalogue);
    const Finished done = qonys::testing::run(plan, {.threads = 2});
    const PriceLevel level = prices().level;
    const Series& nominal = done["budget"];
    const Series& real = done["budget_real"];
    ASSERT_EQ(nominal.times.size(), 24U);
    ASSERT_EQ(real.times.size(), 2U);
    std::int64_t sum = 0;
    for (std::size_t year = 0; year < 2; ++year) {
        for (std::size_t cell = 0; cell < nominal.num_cells(); ++cell) {
            double expected = 0.0;
            for (std::size_t month = 0; month < 12; ++month) {
                expected += static_cast<double>(nominal.at(year * 12 + month)[cell]);
            }
            expected /= level.relative(2025 + static_cast<int>(year));
            // Each entry, a fee of some thousands, is rounded to a tenge.
            EXPECT_NEAR(static_cast<double>(real.at(year)[cell]), expected, 1e-4 * expected);
            sum += real.at(year)[cell];
        }
    }
    EXPECT_GT(sum, 0);
}

}  // namespace
}  // namespace qonys::models::kz_migration
