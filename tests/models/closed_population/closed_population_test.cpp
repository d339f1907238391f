#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "cohort_arithmetic.hpp"
#include "support/run_scenario.hpp"

namespace qonys::testing {
namespace {

constexpr int years = 10;
constexpr double large = 2e6;

std::string scenario(double num_people, const std::string& more = {})
{
    return "extends = 'closed_population.toml'\npopulation.people = " +
           std::to_string(static_cast<std::int64_t>(num_people)) + "\n" + more;
}

/// Numbers of a run that lie further than 4 standard errors from cohort arithmetic: every cell of
/// age and sex after ten years, births by sex and year, deaths over the run by sex and in all.
///
/// People at the start are drawn independently, so that a count of them, or of their deaths, is
/// binomial: variance at most its mean. Children counted together were born within one year, and a
/// mother may have several of them: given one, at most a year's expectation of others, so that the
/// variance is at most mean x (1 + largest yearly rate). Small counts are skewed: the quantile of a
/// Poisson count lies (4^2 - 1) / 6 = 2.5 above the normal one (Cornish and Fisher 1938). The
/// chance of a false alarm over 225 numbers is 1.4 %.
class Comparison {
public:
    Comparison(const Finished& run, const CohortArithmetic& expected)
        : excess_(expected.most_births())
    {
        const auto people = run["population"].at(years);
        for (std::size_t cell = 0; cell < people.size(); ++cell) {
            compare(people[cell], expected.population[cell], cell / 2 < years);
        }
        std::int64_t all_deaths = 0;
        double all_expected = 0.0;
        for (std::size_t sex = 0; sex < 2; ++sex) {
            std::int64_t deaths = 0;
            double expected_deaths = 0.0;
            for (std::size_t year = 0; year < years; ++year) {
                compare(run["births"].at(year)[sex], expected.births[year][sex], true);
                deaths += run["deaths"].at(year)[sex];
                expected_deaths += expected.deaths[year][sex];
            }
            compare(deaths, expected_deaths, false);
            all_deaths += deaths;
            all_expected += expected_deaths;
        }
        compare(all_deaths, all_expected, false);
    }
    [[nodiscard]] int num_numbers() const { return num_numbers_; }
    [[nodiscard]] int num_strays() const { return num_strays_; }

private:
    void compare(std::int64_t count, double expected, bool born_in_the_run)
    {
        const double variance = expected * (born_in_the_run ? 1.0 + excess_ : 1.0);
        const double distance = std::abs(static_cast<double>(count) - expected);
        ++num_numbers_;
        num_strays_ += distance > 4.0 * std::sqrt(variance) + 2.5 ? 1 : 0;
    }
    double excess_;
    int num_numbers_ = 0;
    int num_strays_ = 0;
};

/// Root mean square, over the cells of age and sex after ten years, of the distance from the
/// expectation, each as a part of the whole population.
double mean_error(double num_people)
{
    const std::string text = scenario(num_people);
    const Finished result = run(plan_of(text), {2, 1});
    const CohortArithmetic expected(text, num_people, years);
    const auto people = result["population"].at(years);
    double squares = 0.0;
    for (std::size_t cell = 0; cell < people.size(); ++cell) {
        const double distance = static_cast<double>(people[cell]) - expected.population[cell];
        squares += distance * distance;
    }
    return std::sqrt(squares / static_cast<double>(people.size())) / num_people;
}

TEST(ClosedPopulation, MatchesCohortArithmeticInEveryCell)
{
    const std::string text = scenario(large);
    const Comparison comparison(run(plan_of(text), {2, 1}), CohortArithmetic(text, large, years));
    EXPECT_EQ(comparison.num_numbers(), 2 * CohortArithmetic::num_ages + 2 * years + 3);
    EXPECT_EQ(comparison.num_strays(), 0);
}

// Deaths rise by 1.6 %, since fewer old people are left: 6.8 standard errors of some 180 thousand.
TEST(ClosedPopulation, TwoPercentTooMuchMortalityIsNoticed)
{
    const Plan wrong = plan_of(scenario(large, R"(
        [[measure]]
        kind = "scale"
        lever = "mortality.level"
        factor = 1.02
        from = "2025-01"
    )"));
    const Comparison comparison(run(wrong, {2, 1}),
                                CohortArithmetic(scenario(large), large, years));
    EXPECT_GT(comparison.num_strays(), 0);
}

// 16 times as many people: a quarter of the error. Over 202 cells of unlike size the ratio of two
// such means has a standard error of about 10 % (some 100 cells carry the weight): 4 of them are
// allowed.
TEST(ClosedPopulation, ErrorShrinksWithTheRootOfThePopulation)
{
    const double ratio = mean_error(large / 16.0) / mean_error(large);
    EXPECT_GT(ratio, 4.0 / 1.4);
    EXPECT_LT(ratio, 4.0 * 1.4);
}

TEST(ClosedPopulation, SmallerSampleIsPartOfTheLarger)
{
    const std::string tenth = "population.scale = 0.1\n";
    const auto all = run_until(plan_of(scenario(5000)), {}, Month(2024, 12)).state;
    const auto some = run_until(plan_of(scenario(5000, tenth)), {}, Month(2024, 12)).state;
    std::map<std::uint64_t, std::int16_t> born;
    const auto keys = all.values<std::uint64_t>("people/key");
    const auto birth_months = all.values<std::int16_t>("people/birth_month");
    for (std::size_t i = 0; i < keys.size(); ++i) {
        born[keys[i]] = birth_months[i];
    }
    const auto some_keys = some.values<std::uint64_t>("people/key");
    const auto some_birth_months = some.values<std::int16_t>("people/birth_month");
    ASSERT_EQ(some_keys.size(), 500U);
    for (std::size_t i = 0; i < some_keys.size(); ++i) {
        EXPECT_EQ(born.at(some_keys[i]), some_birth_months[i]);
    }
}

TEST(ClosedPopulation, SameForAnyCrew)
{
    expect_same_for_any_crew(plan_of(scenario(20000)), Month(2027, 6));
}

}  // namespace
}  // namespace qonys::testing
