#include "qonys/run/evidence.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace qonys {
namespace {

/// A level of 200 and an effect with its interval, all in units of the outcome.
PairedDifference effect(double low, double high)
{
    PairedDifference difference;
    difference.mean_a = 200.0;
    difference.difference = (low + high) / 2.0;
    difference.mean_b = 200.0 + difference.difference;
    difference.interval = {low, high};
    return difference;
}

Agreement of(Direction direction, std::optional<Interval> range, Interval interval)
{
    return judge({direction, range, false}, effect(interval.low, interval.high)).agreement;
}

TEST(Evidence, TurnsEffectsIntoSharesOfTheLevel)
{
    const Judgement judgement =
        judge({Direction::down, Interval{-0.6, -0.3}, false}, effect(-110.0, -90.0));
    EXPECT_DOUBLE_EQ(judgement.effect, -0.5);
    EXPECT_DOUBLE_EQ(judgement.interval.low, -0.55);
    EXPECT_DOUBLE_EQ(judgement.interval.high, -0.45);
    EXPECT_NEAR(judgement.half_width, 0.05, 1e-15);
    EXPECT_NEAR(judgement.allowed, 0.15, 1e-15);  // a third of 0.45
    EXPECT_EQ(judgement.agreement, Agreement::agrees);
}

TEST(Evidence, TakesNoiseThatBothHaveInProportionForNone)
{
    const std::vector<double> a{100.0, 200.0, 300.0};
    const std::vector<double> half{50.0, 100.0, 150.0};
    const PairedDifference exact = share_difference(a, half);
    EXPECT_DOUBLE_EQ(exact.difference, -100.0);
    EXPECT_NEAR(exact.interval->low, -100.0, 1e-9);
    EXPECT_NEAR(exact.interval->high, -100.0, 1e-9);
    // Residuals 2, -2, 0 of b - 0.5 a: sd 2, standard error 2 / sqrt(3), t(0.975; 2) = 4.302653.
    const std::vector<double> nearly{52.0, 98.0, 150.0};
    const double reach = 4.302652729696142 * 2.0 / std::sqrt(3.0);
    EXPECT_NEAR(share_difference(a, nearly).interval->high, -100.0 + reach, 1e-9);
}

TEST(Evidence, TellsPlainDifferencesWhereThereIsNoLevel)
{
    const std::vector<double> none{0.0, 0.0, 0.0};
    const std::vector<double> some{1.0, 2.0, 3.0};
    const PairedDifference plain = paired_difference(none, some);
    const PairedDifference share = share_difference(none, some);
    EXPECT_EQ(share.difference, plain.difference);
    EXPECT_EQ(share.interval->low, plain.interval->low);
}

TEST(Evidence, KeepsUnitsWhereTheRangeIsAbsolute)
{
    const Expectation expectation{Direction::up, Interval{90.0, 100.0}, true};
    const Judgement judgement = judge(expectation, effect(85.0, 91.0));
    EXPECT_DOUBLE_EQ(judgement.effect, 88.0);
    EXPECT_EQ(judgement.agreement, Agreement::agrees);
    EXPECT_EQ(judge(expectation, effect(80.0, 89.0)).agreement, Agreement::disagrees);
}

TEST(Evidence, CallsZeroOnlyWhatIsNarrowAndHoldsZero)
{
    // Two per cent of 200 are 4.
    EXPECT_EQ(of(Direction::zero, {}, {-3.9, 3.9}), Agreement::agrees);
    EXPECT_EQ(of(Direction::zero, {}, {-4.1, 4.1}), Agreement::too_wide);
    EXPECT_EQ(of(Direction::zero, {}, {0.1, 0.3}), Agreement::disagrees);
    EXPECT_EQ(of(Direction::zero, {}, {0.0, 0.0}), Agreement::agrees);
}

TEST(Evidence, WantsASignToBeClear)
{
    EXPECT_EQ(of(Direction::up, {}, {8.0, 12.0}), Agreement::agrees);
    EXPECT_EQ(of(Direction::up, {}, {5.0, 15.0}), Agreement::too_wide);  // half-width 5 of 10
    EXPECT_EQ(of(Direction::down, {}, {8.0, 12.0}), Agreement::disagrees);
    EXPECT_EQ(of(Direction::up, {}, {-30.0, 40.0}), Agreement::too_wide);
    // Nothing happens, and that is known well enough.
    EXPECT_EQ(of(Direction::up, {}, {-1.0, 2.0}), Agreement::disagrees);
    EXPECT_EQ(of(Direction::up, {}, {0.0, 0.0}), Agreement::disagrees);
}

TEST(Evidence, WantsTheIntervalToReachIntoTheRange)
{
    const Interval range{-0.7, -0.3};  // of 200: -140 to -60; a third of the middle is 33
    EXPECT_EQ(of(Direction::down, range, {-70.0, -50.0}), Agreement::agrees);
    EXPECT_EQ(of(Direction::down, range, {-50.0, -30.0}), Agreement::disagrees);
    EXPECT_EQ(of(Direction::down, range, {-170.0, -150.0}), Agreement::disagrees);
    EXPECT_EQ(of(Direction::down, range, {-130.0, -60.0}), Agreement::too_wide);
    EXPECT_EQ(of(Direction::down, range, {60.0, 70.0}), Agreement::disagrees);
}

TEST(Evidence, LetsARangeThatBeginsAtZeroHoldZero)
{
    const Interval range{0.0, 0.12};  // of 200: up to 24; a third of the middle is 4
    EXPECT_EQ(of(Direction::up, range, {-1.0, 3.0}), Agreement::agrees);
    EXPECT_EQ(of(Direction::up, range, {-3.0, -1.0}), Agreement::disagrees);
    EXPECT_EQ(of(Direction::up, range, {26.0, 28.0}), Agreement::disagrees);
}

TEST(Evidence, ForgivesRoundingOfWhatIsExact)
{
    const Interval once_more{1.0, 1.0};
    EXPECT_EQ(of(Direction::proportional, once_more, {199.9, 199.9}), Agreement::agrees);
    EXPECT_EQ(of(Direction::proportional, once_more, {199.0, 199.0}), Agreement::disagrees);
    EXPECT_EQ(of(Direction::proportional, Interval{-0.5, -0.5}, {-120.0, -90.0}),
              Agreement::agrees);
}

TEST(Evidence, TellsNothingFromOnePair)
{
    PairedDifference single = effect(1.0, 1.0);
    single.interval.reset();
    EXPECT_EQ(judge({Direction::up, std::nullopt, false}, single).agreement, Agreement::too_wide);
}

TEST(Evidence, JudgesWhereThereWasNothingBefore)
{
    PairedDifference from_nothing = effect(8.0, 12.0);
    from_nothing.mean_a = 0.0;
    EXPECT_EQ(judge({Direction::up, std::nullopt, true}, from_nothing).agreement, Agreement::agrees);
    EXPECT_EQ(judge({Direction::zero, std::nullopt, false}, from_nothing).agreement,
              Agreement::disagrees);
}

}  // namespace
}  // namespace qonys
