#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "qonys/process/event_clock.hpp"
#include "qonys/random/distribution/exponential.hpp"
#include "qonys/random/stream.hpp"
#include "support/stat_checks.hpp"

namespace qonys {
namespace {

using testing::false_alarm;

constexpr std::uint64_t num_people = 200'000;
const Month begin(2025, 1);
const MonthStamp born = stamp(Month(1990, 1));

HazardBound constant(double first, double second)
{
    return HazardBound(2, 110, [=](std::size_t cls, int /*age*/) {
        return MonthlyProbability(cls == 0 ? first : second);
    });
}

double exponential(const AddressedDraw& draw, std::uint64_t key, Month now)
{
    return unit_exponential(draw.word(key, static_cast<std::uint32_t>(now.index())));
}

/// Counts of waiting times 1, 2, ... months, the last class for all longer ones, against a
/// geometric law.
void expect_geometric(const std::vector<double>& counts, double p)
{
    std::vector<double> expected;
    double left = 1.0;
    for (std::size_t i = 0; i + 1 < counts.size(); ++i) {
        expected.push_back(static_cast<double>(num_people) * left * p);
        left *= 1.0 - p;
    }
    expected.push_back(static_cast<double>(num_people) * left);
    EXPECT_GT(testing::chi_square_p(counts, expected), false_alarm);
}

TEST(HazardBound, WaitsGeometricallyAtTheBound)
{
    for (const double p : {0.4, 0.07}) {
        const HazardBound bound = constant(p, p);
        const AddressedDraw draw = Stream(1, 0)(Draw("test.clock"));
        std::vector<double> counts(30, 0.0);
        for (std::uint64_t key = 0; key < num_people; ++key) {
            const Month due = month_of(bound.next(0, born, begin, exponential(draw, key, begin)));
            ++counts[std::min<std::size_t>(static_cast<std::size_t>(due - begin) - 1, 29)];
        }
        expect_geometric(counts, p);
    }
}

// Everybody changes class in the third month and draws anew: before, the law of the first class;
// after, that of the second, as if he had been in it all along.
TEST(HazardBound, KeepsItsLawWhenDrawnAnewAtAChangeOfClass)
{
    constexpr double before = 0.1;
    constexpr double after = 0.25;
    constexpr int change = 3;
    const HazardBound bound = constant(before, after);
    const AddressedDraw draw = Stream(1, 0)(Draw("test.clock"));
    std::vector<double> counts(20, 0.0);
    for (std::uint64_t key = 0; key < num_people; ++key) {
        Month due = month_of(bound.next(0, born, begin, exponential(draw, key, begin)));
        const Month changed = begin + change;
        if (due > changed) {
            due = month_of(bound.next(1, born, changed, exponential(draw, key, changed)));
        }
        ++counts[std::min<std::size_t>(static_cast<std::size_t>(due - begin) - 1, 19)];
    }
    std::vector<double> expected;
    double left = static_cast<double>(num_people);
    for (int month = 1; month < 20; ++month) {
        const double p = month <= change ? before : after;
        expected.push_back(left * p);
        left *= 1.0 - p;
    }
    expected.push_back(left);
    EXPECT_GT(testing::chi_square_p(counts, expected), false_alarm);
}

// Candidates at a bound of 8 % a month, accepted with actual / bound = 3 / 8: in each month, 3 % of
// those who are still at risk, and none knows how long he has waited.
TEST(HazardBound, GivesTheActualRateInEveryMonthWhenThinned)
{
    constexpr double actual = 0.03;
    const HazardBound bound = constant(0.08, 0.08);
    const Threshold accept(MonthlyProbability(actual / 0.08));
    const AddressedDraw clock = Stream(1, 0)(Draw("test.clock"));
    const AddressedDraw thinning = Stream(1, 0)(Draw("test.accept"));
    std::vector<double> counts(25, 0.0);
    for (std::uint64_t key = 0; key < num_people; ++key) {
        Month due = month_of(bound.next(0, born, begin, exponential(clock, key, begin)));
        while (due - begin < 25 &&
               !accept.hit(thinning.word(key, static_cast<std::uint32_t>(due.index())))) {
            due = month_of(bound.next(0, born, due, exponential(clock, key, due)));
        }
        ++counts[std::min<std::size_t>(static_cast<std::size_t>(due - begin) - 1, 24)];
    }
    expect_geometric(counts, actual);
}

// The clock runs through birthdays: hazards change with age in the middle of the wait.
TEST(HazardBound, FollowsAgeThroughTheWait)
{
    const HazardBound bound(1, 110, [](std::size_t, int age) {
        return MonthlyProbability(age == 34 ? 0.05 : age == 35 ? 0.2 : 0.1);
    });
    const MonthStamp birth = stamp(Month(1990, 7));  // 34 until June 2025, 35 from July
    const AddressedDraw draw = Stream(1, 0)(Draw("test.clock"));
    std::vector<double> counts(30, 0.0);
    for (std::uint64_t key = 0; key < num_people; ++key) {
        const Month due = month_of(bound.next(0, birth, begin, exponential(draw, key, begin)));
        ++counts[std::min<std::size_t>(static_cast<std::size_t>(due - begin) - 1, 29)];
    }
    std::vector<double> expected;
    double left = static_cast<double>(num_people);
    for (int month = 1; month < 30; ++month) {
        const int age = age_in_years(birth, begin + month);
        const double p = age == 34 ? 0.05 : age == 35 ? 0.2 : 0.1;
        expected.push_back(left * p);
        left *= 1.0 - p;
    }
    expected.push_back(left);
    EXPECT_GT(testing::chi_square_p(counts, expected), false_alarm);
}

}  // namespace
}  // namespace qonys
