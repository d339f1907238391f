#include "qonys/run/comparison.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace qonys {
namespace {

ResultsFile::Values values_of(Measurement measurement, std::vector<double> values)
{
    ResultsFile::Values result;
    result.spec.name = "moves";
    result.spec.measurement = measurement;
    result.spec.axes = {Axis("region", {"north", "south"})};
    result.times = {Month(2025, 1), Month(2025, 2)};
    for (std::uint32_t r = 0; r < values.size() / 4; ++r) {
        result.replicates.push_back(r);
    }
    result.values = std::move(values);
    return result;
}

TEST(Estimate, HasErrorOfTheMean)
{
    const std::vector<double> values{2.0, 4.0, 6.0};
    const Estimate result = estimate(values);
    EXPECT_DOUBLE_EQ(result.mean, 4.0);
    ASSERT_TRUE(result.standard_error);
    EXPECT_DOUBLE_EQ(*result.standard_error, 2.0 / std::sqrt(3.0));
}

TEST(Estimate, HasNoErrorFromOneReplicate)
{
    const std::vector<double> values{2.0};
    EXPECT_FALSE(estimate(values).standard_error);
}

TEST(PairedDifference, GivesStudentIntervalOverPairs)
{
    const std::vector<double> a{10.0, 20.0, 30.0};
    const std::vector<double> b{11.0, 22.0, 33.0};
    const PairedDifference result = paired_difference(a, b);
    EXPECT_DOUBLE_EQ(result.difference, 2.0);
    ASSERT_TRUE(result.interval);
    // t(0.975; 2) = 4.302653 (any table of Student's t), standard error 1 / sqrt(3).
    const double reach = 4.302652729696142 / std::sqrt(3.0);
    EXPECT_NEAR(result.interval->low, 2.0 - reach, 1e-9);
    EXPECT_NEAR(result.interval->high, 2.0 + reach, 1e-9);
    ASSERT_TRUE(result.variance_ratio);
    EXPECT_NEAR(*result.variance_ratio, 1.0 / (100.0 + 121.0), 1e-12);
    EXPECT_EQ(result.verdict, Verdict::within_noise);
}

TEST(PairedDifference, TellsADifferenceFromNoise)
{
    const std::vector<double> a{10.0, 20.0, 30.0, 40.0};
    const std::vector<double> b{15.0, 25.1, 34.9, 45.0};
    EXPECT_EQ(paired_difference(a, b).verdict, Verdict::differs);
}

TEST(PairedDifference, CallsEqualRunsTheSame)
{
    const std::vector<double> a{10.0, 20.0};
    const PairedDifference result = paired_difference(a, a);
    EXPECT_EQ(result.verdict, Verdict::same);
    ASSERT_TRUE(result.variance_ratio);
    EXPECT_DOUBLE_EQ(*result.variance_ratio, 0.0);
}

TEST(PairedDifference, HasNoIntervalFromOnePair)
{
    const std::vector<double> a{10.0};
    const std::vector<double> b{13.0};
    const PairedDifference result = paired_difference(a, b);
    EXPECT_DOUBLE_EQ(result.difference, 3.0);
    EXPECT_FALSE(result.interval);
    EXPECT_FALSE(result.variance_ratio);
    EXPECT_EQ(result.verdict, Verdict::not_known);
}

TEST(CompareIndicator, SumsFlowsOverTime)
{
    const auto a = values_of(Measurement::flow, {1, 2, 3, 4, 1, 2, 3, 4});
    const auto b = values_of(Measurement::flow, {2, 2, 3, 4, 1, 2, 3, 7});
    const std::vector<std::uint32_t> replicates{0, 1};
    const IndicatorComparison result = compare_indicator(a, b, replicates);
    EXPECT_DOUBLE_EQ(result.whole.mean_a, 10.0);
    EXPECT_DOUBLE_EQ(result.whole.mean_b, 12.0);
    ASSERT_EQ(result.cells.size(), 2u);
    EXPECT_DOUBLE_EQ(result.cells[0].difference, 0.5);
    EXPECT_DOUBLE_EQ(result.cells[1].difference, 1.5);
}

TEST(CompareIndicator, TakesTheLastValueOfStocks)
{
    const auto a = values_of(Measurement::stock, {100, 200, 3, 4});
    const auto b = values_of(Measurement::stock, {1, 2, 3, 6});
    const std::vector<std::uint32_t> replicates{0};
    const IndicatorComparison result = compare_indicator(a, b, replicates);
    EXPECT_DOUBLE_EQ(result.whole.mean_a, 7.0);
    EXPECT_DOUBLE_EQ(result.whole.difference, 2.0);
}

TEST(CompareIndicator, PairsReplicatesByNumber)
{
    auto a = values_of(Measurement::flow, {1, 0, 0, 0, 100, 0, 0, 0});
    auto b = values_of(Measurement::flow, {101, 0, 0, 0, 2, 0, 0, 0});
    b.replicates = {1, 0};
    const std::vector<std::uint32_t> replicates{0, 1};
    const IndicatorComparison result = compare_indicator(a, b, replicates);
    EXPECT_DOUBLE_EQ(result.whole.difference, 1.0);
    EXPECT_DOUBLE_EQ(result.whole.interval->low, 1.0);
}

TEST(ComparisonProblems, RefusesOtherModelPeriodAndSeed)
{
    RunRecord a;
    a.scenario.model = "wealth";
    a.scenario.start = Month(2025, 1);
    a.scenario.end = Month(2030, 12);
    a.scenario.seed = 1;
    RunRecord b = a;
    EXPECT_TRUE(comparison_problems(a, b, "a.h5, b.h5").empty());
    b.scenario.model = "schelling";
    b.scenario.end = Month(2029, 12);
    b.scenario.seed = 2;
    const std::vector<Problem> problems = comparison_problems(a, b, "a.h5, b.h5");
    ASSERT_EQ(problems.size(), 3u);
    EXPECT_EQ(
        problems[0].text(),
        "a.h5, b.h5: models 'wealth' and 'schelling' differ (their indicators do not mean the "
        "same); compare runs of one model");
    EXPECT_EQ(problems[2].text(),
              "a.h5, b.h5: seeds 1 and 2 differ (replicates are paired by their common draws); run "
              "both with the same --seed");
}

}  // namespace
}  // namespace qonys
