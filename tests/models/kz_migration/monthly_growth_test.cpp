// Growth from month to month behind published growth of yearly means.

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "labour/monthly_growth.hpp"
#include "support/run_scenario.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t months = 12;

std::vector<double> means(const MonthlyGrowth& growth, std::size_t years)
{
    std::vector<double> result;
    double level = 1.0;
    for (std::size_t year = 0; year < years; ++year) {
        double sum = 0.0;
        for (std::size_t month = 0; month < months; ++month) {
            level *= growth.factor(year * months + month);
            sum += level;
        }
        result.push_back(sum / months);
    }
    return result;
}

TEST(MonthlyGrowth, IsTheTwelfthRootWhereGrowthIsTheSameEveryYear)
{
    const double yearly = 1.12;
    double first = 0.0;
    for (std::size_t month = 1; month <= months; ++month) {
        first += std::pow(yearly, static_cast<double>(month) / months) / months;
    }
    const MonthlyGrowth growth(first, std::vector<double>(5, yearly));
    for (std::size_t month = 0; month < 8 * months; ++month) {
        EXPECT_NEAR(growth.factor(month), std::pow(yearly, 1.0 / months), 1e-9) << month;
    }
}

TEST(MonthlyGrowth, GivesTheMeansThatArePublished)
{
    // Wages of 2022 to 2025, and a jump back that no month should overdo.
    const double first = 1.237 / std::sqrt(1.175);
    const std::vector<double> later{1.176, 1.113, 1.094, 1.0, 1.3, 1.074, 1.074};
    const MonthlyGrowth growth(first, later);
    const std::vector<double> found = means(growth, later.size() + 1);
    EXPECT_NEAR(found.front(), first, 1e-11);
    for (std::size_t year = 0; year < later.size(); ++year) {
        EXPECT_NEAR(found[year + 1] / found[year], later[year], 1e-11);
    }
    for (std::size_t month = 1; month < 4 * months; ++month) {
        EXPECT_LT(std::abs(growth.log_factor(month) - growth.log_factor(month - 1)), 0.003) << month;
    }
}

TEST(MonthlyGrowth, MakesWagesOfYearsFollowThePath)
{
    using namespace qonys::testing;
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const auto folder = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";
    const Plan plan = Plan::read(
        Document::parse("extends = \"base-2022.toml\"\nrun.end = \"2023-12\"\n"
                        "population.scale = 0.02\n",
                        "test.toml", folder),
        "test", catalogue);
    const Finished done = run(plan, {.threads = 2});
    const auto mean_wage = [&](std::size_t year) {
        double pay = 0.0;
        double staff = 0.0;
        const auto sum = [&](const char* name, std::size_t month) {
            const auto cells = done[name].at(month);
            return static_cast<double>(std::accumulate(cells.begin(), cells.end(), std::int64_t{0}));
        };
        for (std::size_t month = 12 * year + 1; month <= 12 * year + 12; ++month) {
            pay += sum("pay", month);
            staff += sum("employees", month);
        }
        return pay / staff;
    };
    // Published for 2023; grown from January to December it would be 1.21. What employers do to their pay
    // is added.
    EXPECT_NEAR(mean_wage(1) / mean_wage(0), 1.17629, 0.012);
}

}  // namespace
}  // namespace qonys::models::kz_migration
