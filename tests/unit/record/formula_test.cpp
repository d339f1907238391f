#include "qonys/record/formula.hpp"

#include <gtest/gtest.h>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

const Axis region("region", {"KZ-10", "KZ-11"});
const Axis sex("sex", {"male", "female"});

/// A flow by region and sex and a stock by region, over 2025 and 2026.
std::vector<Series> recorded()
{
    Series moves{
        {.name = "moves", .description = "", .unit = "persons", .axes = {region, sex}}, {}, {}};
    Series people{{.name = "people",
                   .description = "",
                   .unit = "persons",
                   .measurement = Measurement::stock,
                   .axes = {region}},
                  {Month(2024, 12)},
                  {100, 200}};
    for (Month month(2025, 1); month <= Month(2026, 12); ++month) {
        const int year = month.year() - 2024;
        moves.times.push_back(month);
        moves.values.insert(moves.values.end(), {1 * year, 2 * year, 3 * year, 4 * year});
        people.times.push_back(month);
        people.values.insert(people.values.end(), {100 + month.month_of_year(), 200 * year});
    }
    return {moves, people};
}

std::vector<TallySpec> specs()
{
    std::vector<TallySpec> all;
    for (const Series& one : recorded()) {
        all.push_back(one.spec);
    }
    return all;
}

std::optional<double> value(const std::string& text, int year = 2025, double scale = 1.0)
{
    return yearly_value(Formula::parse(text, specs()), year, recorded(), scale);
}

std::string what_is_wrong(const std::string& text)
{
    try {
        static_cast<void>(Formula::parse(text, specs()));
    } catch (const InputError& error) {
        return error.problems().front().text();
    }
    return "nothing";
}

TEST(Formula, SumsFlowsOverTheYear)
{
    EXPECT_EQ(value("moves"), 12 * 10.0);
    EXPECT_EQ(value("moves", 2026), 12 * 20.0);
}

TEST(Formula, TakesStocksAtTheEndOfTheYear) { EXPECT_EQ(value("people", 2026), 112 + 400.0); }

TEST(Formula, PicksCells)
{
    EXPECT_EQ(value("moves[region = KZ-11; sex = female]"), 12 * 4.0);
    EXPECT_EQ(value("moves[sex=male]"), 12 * 4.0);
    EXPECT_EQ(value("moves[region = KZ-10, KZ-11]"), value("moves"));
}

TEST(Formula, KnowsMeansYearsBeforeAndSumsToDate)
{
    EXPECT_EQ(value("mean(people[region = KZ-10])"), 106.5);
    EXPECT_EQ(value("before(people)"), 300.0);
    EXPECT_EQ(value("people - before(people)", 2026), (112 + 400.0) - (112 + 200.0));
    EXPECT_EQ(value("to_date(moves)", 2026), 12 * 30.0);
}

TEST(Formula, KeepsTheOrderOfArithmetic)
{
    EXPECT_EQ(value("2 + 3 * 4 - 6 / 2"), 11.0);
    EXPECT_EQ(value("(2 + 3) * -(4 - 6)"), 10.0);
    EXPECT_EQ(value("8 / 4 / 2"), 1.0);
}

TEST(Formula, WeighsASampleUpToAllPeople)
{
    EXPECT_EQ(value("moves", 2025, 0.1), 1200.0);
    EXPECT_DOUBLE_EQ(*value("100 * moves[sex = male] / moves", 2025, 0.1), 40.0);
}

TEST(Formula, HasNoValueWhereItDividesByNothing)
{
    EXPECT_EQ(value("moves / (people - people)"), std::nullopt);
    EXPECT_EQ(value("1 + moves / (people - people)"), std::nullopt);
}

TEST(Formula, HasNoValueOutsideWhatWasRecorded)
{
    EXPECT_EQ(value("moves", 2027), std::nullopt);
    EXPECT_EQ(value("people", 2023), std::nullopt);
}

TEST(Formula, SaysWhatIsWrong)
{
    EXPECT_EQ(what_is_wrong("mvoes"),
              "series 'mvoes' is not recorded (a formula uses what a run records); did you mean "
              "'moves'?");
    EXPECT_EQ(what_is_wrong("moves[rgion = KZ-10]"),
              "series 'moves' has no axis 'rgion' (cells are picked on its axes); did you mean "
              "'region'?");
    EXPECT_EQ(what_is_wrong("moves[region = KZ-12]"),
              "'KZ-12' is no code of axis 'region' (nothing would be counted there); did you mean "
              "'KZ-10'?");
    EXPECT_EQ(what_is_wrong("mean(moves)"),
              "'mean' of 'moves', which is a flow (a flow has no state); leave the function out: a "
              "flow is "
              "its sum over the year");
    EXPECT_EQ(what_is_wrong("to_date(people)"),
              "'to_date' of 'people', which is a stock (a stock cannot be added up over years); "
              "leave the "
              "function out, or write mean(...)");
    const std::string hint =
        " (it cannot be worked out); a formula is made of series, numbers, brackets "
        "and + - * /, as in '100 * a[axis = code] / b'";
    EXPECT_EQ(what_is_wrong("moves +"),
              "a series or a number was expected at the end of the formula" + hint);
    EXPECT_EQ(what_is_wrong("(moves"), "')' is missing at the end of the formula" + hint);
    EXPECT_EQ(what_is_wrong("moves people"), "an operator was expected before 'people'" + hint);
    EXPECT_EQ(what_is_wrong("moves[region = KZ-10"),
              "']' is missing before 'region = KZ-10'" + hint);
    EXPECT_EQ(what_is_wrong(""),
              "a series or a number was expected at the end of the formula" + hint);
}

TEST(Formula, CountsWholeYearsOfARun)
{
    EXPECT_EQ(whole_years(Month(2025, 1), Month(2027, 11)), (std::vector<int>{2025, 2026}));
    EXPECT_EQ(whole_years(Month(2025, 2), Month(2025, 12)), std::vector<int>{});
}

}  // namespace
}  // namespace qonys
