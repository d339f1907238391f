#include "qonys/process/event_clock.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "qonys/core/error.hpp"
#include "qonys/random/distribution/exponential.hpp"
#include "support/dice.hpp"

namespace qonys {
namespace {

std::vector<std::uint32_t> plain(std::span<const MonthStamp> due, Month now, MonthStamp other)
{
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < due.size(); ++row) {
        if (due[row] == stamp(now) || due[row] == other) {
            rows.push_back(row);
        }
    }
    return rows;
}

TEST(CollectDue, FindsWhatAPlainLoopFinds)
{
    testing::Dice dice(81);
    const Month now(2027, 3);
    constexpr MonthStamp other = 0;
    std::vector<std::uint32_t> found{17};  // overwritten
    for (std::size_t size = 0; size < 300; ++size) {
        std::vector<MonthStamp> memory(size + dice.below(70));
        for (MonthStamp& value : memory) {
            value = dice.chance(0.2)   ? stamp(now)
                    : dice.chance(0.1) ? other
                                       : static_cast<MonthStamp>(dice.below(65536));
        }
        const auto due = std::span<const MonthStamp>(memory).last(size);
        collect_due(due, now, found);
        ASSERT_EQ(found, plain(due, now, stamp(now))) << size << " rows";
        collect_due_or(due, now, other, found);
        ASSERT_EQ(found, plain(due, now, other)) << size << " rows";
    }
}

TEST(CollectDue, TellsNeverFromNow)
{
    const std::vector<MonthStamp> due(140, never);
    std::vector<std::uint32_t> found;
    collect_due(due, Month(2027, 3), found);
    EXPECT_TRUE(found.empty());
}

/// Bound of 12 % a month at odd ages, 3 % at even ones; twice that in class 1.
HazardBound striped()
{
    return HazardBound(2, 20, [](std::size_t cls, int age) {
        return MonthlyProbability((age % 2 == 1 ? 0.12 : 0.03) * (cls == 1 ? 2.0 : 1.0));
    });
}

/// The month in which exposure, added month by month, passes the variate.
MonthStamp next_by_months(std::size_t cls, MonthStamp birth, Month now, double exponential)
{
    double left = exponential;
    for (Month month = now + 1;; ++month) {
        const int age = std::min(20, age_in_years(birth, month));
        const double bound = (age % 2 == 1 ? 0.12 : 0.03) * (cls == 1 ? 2.0 : 1.0);
        const double hazard = -std::log1p(-bound);
        if (left < hazard) {
            return stamp(month);
        }
        left -= hazard;
    }
}

TEST(HazardBound, PilesUpExposureMonthByMonth)
{
    const HazardBound bound = striped();
    testing::Dice dice(82);
    const Month now(2026, 7);
    int different = 0;
    for (int trial = 0; trial < 20000; ++trial) {
        const auto birth = static_cast<MonthStamp>(now.index() - static_cast<int>(dice.below(300)));
        const std::size_t cls = dice.below(2);
        const double exponential = unit_exponential(dice.word());
        const MonthStamp due = bound.next(cls, birth, now, exponential);
        ASSERT_GT(due, stamp(now));
        // On the edge of a month rounding may decide otherwise, and hardly ever does.
        different += due != next_by_months(cls, birth, now, exponential) ? 1 : 0;
    }
    EXPECT_LE(different, 1);
}

TEST(HazardBound, NeverComesWhereThereIsNoHazard)
{
    const HazardBound none(1, 100, [](std::size_t, int) { return MonthlyProbability(0.0); });
    EXPECT_EQ(none.next(0, stamp(Month(1990, 1)), Month(2025, 1), 1e-300), never);
    EXPECT_EQ(none.next(0, stamp(Month(1990, 1)), Month(2025, 1), 700.0), never);
}

TEST(HazardBound, TellsClassesThatNeverRing)
{
    const HazardBound bound(2, 60, [](std::size_t cls, int age) {
        return MonthlyProbability(cls == 1 && age == 60 ? 0.1 : 0.0);
    });
    EXPECT_TRUE(bound.is_inert(0));
    EXPECT_FALSE(bound.is_inert(1));
}

TEST(HazardBound, SkipsAgesWithoutHazard)
{
    const HazardBound fertile(1, 50, [](std::size_t, int age) {
        return MonthlyProbability(age >= 15 && age < 50 ? 0.5 : 0.0);
    });
    const Month born(2025, 1);
    EXPECT_EQ(month_of(fertile.next(0, stamp(born), born, 0.01)), Month(2040, 1));
    EXPECT_EQ(fertile.next(0, stamp(Month(1970, 1)), Month(2025, 1), 0.01), never);
}

TEST(HazardBound, TakesTheLastAgeForAllAbove)
{
    const HazardBound bound(
        1, 3, [](std::size_t, int age) { return MonthlyProbability(age == 3 ? 0.5 : 0.0); });
    const double one_month = -std::log1p(-0.5);
    EXPECT_EQ(month_of(bound.next(0, stamp(Month(1900, 1)), Month(2025, 1), 10.5 * one_month)),
              Month(2025, 12));
    EXPECT_EQ(bound.at(0, 77), bound.at(0, 3));
    EXPECT_EQ(bound.at(0, -1), bound.at(0, 0));
}

TEST(HazardBound, SaysNeverBeyondWhatAStampHolds)
{
    const HazardBound tiny(1, 0, [](std::size_t, int) { return MonthlyProbability(1e-9); });
    EXPECT_EQ(tiny.next(0, 0, Month(2025, 1), 1.0), never);
}

TEST(HazardBound, RefusesCertaintyAndNonsense)
{
    const auto constant = [](double p) {
        return [p](std::size_t, int) { return MonthlyProbability(p); };
    };
    EXPECT_THROW(HazardBound(1, 1, constant(1.0)), InternalError);
    EXPECT_THROW(HazardBound(1, 1, constant(-0.1)), InternalError);
    EXPECT_THROW(HazardBound(0, 1, constant(0.1)), InternalError);
    EXPECT_THROW(HazardBound(1, -1, constant(0.1)), InternalError);
}

}  // namespace
}  // namespace qonys
