#include "qonys/record/recorder.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace qonys {
namespace {

using Values = std::vector<std::int64_t>;

struct FourTallies {
    TallyBook book;
    TallyId births = add("births", Measurement::flow, Cadence::monthly);
    TallyId moves = add("moves", Measurement::flow, Cadence::yearly);
    TallyId people = add("people", Measurement::stock, Cadence::monthly);
    TallyId census = add("census", Measurement::stock, Cadence::yearly);

    TallyId add(std::string name, Measurement measurement, Cadence cadence)
    {
        return book.add({.name = std::move(name),
                         .description = "",
                         .unit = "persons",
                         .measurement = measurement,
                         .cadence = cadence,
                         .axes = {Axis("region", {"A", "B"})}});
    }
    /// Counts of a month in which everything is `value` in A and 10 times that in B.
    [[nodiscard]] Values counts(std::int64_t value) const
    {
        Values cells;
        for (std::size_t i = 0; i < 4; ++i) {
            cells.push_back(value);
            cells.push_back(10 * value);
        }
        return cells;
    }
};

TEST(Recorder, KeepsMonthlyFlowsMonthByMonth)
{
    const FourTallies four;
    Recorder recorder(four.book);
    recorder.take_initial(Month(2024, 12), four.counts(9));
    recorder.take(Month(2025, 1), four.counts(1), false);
    recorder.take(Month(2025, 2), four.counts(2), false);
    const Series* births = recorder.find("births");
    ASSERT_NE(births, nullptr);
    EXPECT_EQ(births->times, (std::vector<Month>{Month(2025, 1), Month(2025, 2)}));
    EXPECT_EQ(births->values, (Values{1, 10, 2, 20}));
    EXPECT_EQ(births->at(1)[1], 20);
}

TEST(Recorder, TakesStocksOnceBeforeTheFirstMonth)
{
    const FourTallies four;
    Recorder recorder(four.book);
    recorder.take_initial(Month(2024, 12), four.counts(9));
    recorder.take(Month(2025, 1), four.counts(1), false);
    EXPECT_EQ(recorder.find("people")->times,
              (std::vector<Month>{Month(2024, 12), Month(2025, 1)}));
    EXPECT_EQ(recorder.find("people")->values, (Values{9, 90, 1, 10}));
    EXPECT_EQ(recorder.find("census")->times, std::vector<Month>{Month(2024, 12)});
}

TEST(Recorder, SumsYearlyFlowsOverCalendarYears)
{
    const FourTallies four;
    Recorder recorder(four.book);
    for (Month now(2025, 11); now <= Month(2026, 12); ++now) {
        recorder.take(now, four.counts(1), now == Month(2026, 12));
    }
    EXPECT_EQ(recorder.find("moves")->times,
              (std::vector<Month>{Month(2025, 12), Month(2026, 12)}));
    EXPECT_EQ(recorder.find("moves")->values, (Values{2, 20, 12, 120}));
    EXPECT_EQ(recorder.find("census")->times,
              (std::vector<Month>{Month(2025, 12), Month(2026, 12)}));
}

TEST(Recorder, ClosesAnUnfinishedYearWithTheRun)
{
    const FourTallies four;
    Recorder recorder(four.book);
    recorder.take_initial(Month(2024, 12), four.counts(9));
    for (Month now(2025, 1); now <= Month(2026, 3); ++now) {
        recorder.take(now, four.counts(now.month_of_year()), now == Month(2026, 3));
    }
    EXPECT_EQ(recorder.find("moves")->times, (std::vector<Month>{Month(2025, 12), Month(2026, 3)}));
    EXPECT_EQ(recorder.find("moves")->values, (Values{78, 780, 6, 60}));
    // A census is taken at the end of a year: in March there is none, and zero would be wrong.
    EXPECT_EQ(recorder.find("census")->times, (std::vector<Month>{Month(2024, 12), Month(2025, 12)}));
}

TEST(Recorder, EndsEarlyAsIfTheRunHadBeenMeantToEndThere)
{
    const FourTallies four;
    for (const Month end : {Month(2025, 7), Month(2025, 12), Month(2026, 3)}) {
        Recorder early(four.book);
        Recorder meant(four.book);
        early.take_initial(Month(2024, 12), four.counts(9));
        meant.take_initial(Month(2024, 12), four.counts(9));
        for (Month now(2025, 1); now <= end; ++now) {
            early.take(now, four.counts(now.month_of_year()), false);
            meant.take(now, four.counts(now.month_of_year()), now == end);
        }
        early.end_early(end);
        for (std::size_t i = 0; i < meant.series().size(); ++i) {
            EXPECT_EQ(early.series()[i].times, meant.series()[i].times) << end.text();
            EXPECT_EQ(early.series()[i].values, meant.series()[i].values) << end.text();
        }
    }
}

TEST(Recorder, KnowsOnlyItsTallies)
{
    const FourTallies four;
    EXPECT_EQ(Recorder(four.book).find("deaths"), nullptr);
}

}  // namespace
}  // namespace qonys
