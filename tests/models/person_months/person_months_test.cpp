#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "support/run_scenario.hpp"

namespace qonys::testing {
namespace {

Plan plan_at(double scale, int seed = 1)
{
    return plan_of("extends = 'person_months.toml'\nrun.seed = " + std::to_string(seed) +
                   "\npopulation.scale = " + std::to_string(scale));
}

// Exact expectations for 20.4 million people and 72 months, from the law of each month carried
// forward. Standard error of a count: its root. (Births and job changes of one person vary a little
// more.)
TEST(PersonMonths, TotalsMatchExpectations)
{
    const std::map<std::string, double> expected{{"deaths", 742.3e3},
                                                 {"births", 2500.9e3},
                                                 {"job_changes", 11010e3},
                                                 {"moves", 3842.3e3},
                                                 {"departures", 656.1e3}};
    constexpr double scale = 0.03;
    const Finished result = run(plan_at(scale), {2, 1});
    for (const auto& [name, at_full_scale] : expected) {
        const double mean = at_full_scale * scale;
        EXPECT_NEAR(static_cast<double>(result.total(name)), mean, 4.0 * std::sqrt(mean)) << name;
    }
}

TEST(PersonMonths, SameForAnyCrew)
{
    expect_same_for_any_crew(plan_at(0.002), Month(2025, 1) + 29);
}

TEST(PersonMonths, SeedsDiffer)
{
    EXPECT_NE(run(plan_at(0.001, 1)).hash(), run(plan_at(0.001, 2)).hash());
}

}  // namespace
}  // namespace qonys::testing
