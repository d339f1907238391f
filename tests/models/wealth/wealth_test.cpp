#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "support/run_scenario.hpp"

namespace qonys::testing {
namespace {

constexpr double num_agents = 10000;
constexpr double money = 3;
constexpr int months =
    600;  // ten times the slowest relaxation, about 1 / (1 - sqrt(3/4))^2 = 56 months

Plan plan_with(const std::string& more = {}) { return plan_of("extends = 'wealth.toml'\n" + more); }

/// Shares of agents by wealth when all ways to lay M units among n agents are equally likely: the
/// Boltzmann-Gibbs law of a closed economy, geometric but for terms of 1 / n.
std::vector<double> boltzmann_gibbs(std::size_t num_classes)
{
    const double units = num_agents * money;
    std::vector<double> shares{(num_agents - 1.0) / (units + num_agents - 1.0)};
    for (double k = 0.0; shares.size() < num_classes; ++k) {
        shares.push_back(shares.back() * (units - k) / (units - k + num_agents - 2.0));
    }
    return shares;
}

double poisson(double mean, std::size_t count)
{
    const auto k = static_cast<double>(count);
    return mean > 0.0 ? std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0))
                      : (count == 0 ? 1.0 : 0.0);
}

/// Shares after a month in which everyone has one turn, at a uniform time u of it, when very many
/// agents act. Of those whose turn comes at u, all but p0 exp(-G(u)) give, where G(u) is what an
/// agent has received on average by then: G' = 1 - p0 exp(-G), so that exp(G(u)) = p0 + (1 - p0)
/// exp(u). One unit goes, but for those who had nothing when their turn came; they keep what they
/// receive afterwards.
std::vector<double> after_a_month(const std::vector<double>& shares)
{
    constexpr int num_points = 64;  // of the midpoint rule
    const double p0 = shares[0];
    const auto received = [p0](double u) { return std::log(p0 + (1.0 - p0) * std::exp(u)); };
    std::vector<double> after(shares.size(), 0.0);
    for (std::size_t k = 0; k < shares.size(); ++k) {
        for (std::size_t gift = 0; gift <= k + 1; ++gift) {
            const std::size_t before = k + 1 - gift;
            after[k] +=
                before < shares.size() ? shares[before] * poisson(received(1.0), gift) : 0.0;
        }
        for (int point = 0; point < num_points; ++point) {
            const double by_now = received((point + 0.5) / num_points);
            const double later = received(1.0) - by_now;
            after[k] +=
                p0 * std::exp(-by_now) * (poisson(later, k) - poisson(later, k + 1)) / num_points;
        }
    }
    return after;
}

std::vector<double> each_once_law(std::size_t num_classes)
{
    std::vector<double> shares(num_classes, 0.0);
    shares[static_cast<std::size_t>(money)] = 1.0;
    for (int month = 0; month < months; ++month) {
        shares = after_a_month(shares);
    }
    return shares;
}

/// Classes of wealth whose counts are further than 4 standard errors from a law. Binomial variance:
/// an upper bound, since the sum of money is given. The skewness of small counts adds 2.5 (as
/// Poisson counts).
int num_strays(const Finished& run, const std::vector<double>& law)
{
    const auto counts = run["agents_by_wealth"].at(months);
    int strays = 0;
    for (std::size_t k = 0; k < law.size(); ++k) {
        const double mean = num_agents * law[k];
        const double error = std::sqrt(mean * (1.0 - law[k]));
        strays += std::abs(static_cast<double>(counts[k]) - mean) > 4.0 * error + 2.5 ? 1 : 0;
    }
    return strays;
}

TEST(Wealth, MoneyIsConserved)
{
    const Finished result = run(plan_with("agents.number = 1000\nrun.end = '2029-12'"));
    for (const std::int64_t total : result["total_wealth"].values) {
        EXPECT_EQ(total, 3000);
    }
    EXPECT_EQ(result["total_wealth"].values.size(), 61U);
}

TEST(Wealth, AnyoneAtAnyTurnGivesTheLawOfBoltzmannAndGibbs)
{
    const Finished result = run(plan_with("agents.activation = 'with_replacement'"), {2, 1});
    EXPECT_EQ(num_strays(result, boltzmann_gibbs(60)), 0);
    // Gini of a geometric law of ratio q = 3/4: 1 / (1 + q). Root-n error below 0.004 (delta
    // method).
    const double gini = static_cast<double>(result["wealth_differences"].at(months)[0]) /
                        (num_agents * num_agents * money);
    EXPECT_NEAR(gini, 1.0 / 1.75, 4.0 * 0.004);
}

// One turn a month for everyone is more even than turns by lot, and so is the law that it ends in.
TEST(Wealth, EveryoneOnceGivesItsOwnLaw)
{
    const Finished result = run(plan_with(), {2, 1});
    EXPECT_EQ(num_strays(result, each_once_law(60)), 0);
    EXPECT_GT(num_strays(result, boltzmann_gibbs(60)), 0);
}

TEST(Wealth, DifferencesAreSummedOverPairs)
{
    const Finished result = run(plan_with("agents.number = 300\nrun.end = '2025-12'"));
    const auto wealth = result.state.values<std::uint32_t>("people/wealth");
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < wealth.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            sum += std::abs(static_cast<std::int64_t>(wealth[i]) -
                            static_cast<std::int64_t>(wealth[j]));
        }
    }
    EXPECT_EQ(result["wealth_differences"].at(12)[0], sum);
}

TEST(Wealth, SameForAnyCrew)
{
    const std::string small = "agents.number = 2000\nrun.end = '2026-12'\n";
    expect_same_for_any_crew(plan_with(small), Month(2025, 9));
    expect_same_for_any_crew(plan_with(small + "agents.activation = 'with_replacement'"),
                             Month(2025, 9));
}

TEST(Wealth, SeedsDiffer)
{
    const std::string small = "agents.number = 500\nrun.end = '2025-12'\n";
    EXPECT_NE(run(plan_with(small + "run.seed = 1")).hash(),
              run(plan_with(small + "run.seed = 2")).hash());
}

}  // namespace
}  // namespace qonys::testing
