#include "qonys/policy/lever_measure.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace qonys {
namespace {

LeverBook some_levers()
{
    LeverBook book;
    book.add(
        {.name = "kandas.quota",
         .description = "places",
         .unit = "persons",
         .axes = {Axis("region", {"KZ-10", "KZ-55"}), Axis("track", {"quota", "general"})},
         .bounds = Bounds::within(0.0, 1000.0),
         .path = {{Month(2025, 1), {100, 200, 300, 400}}, {Month(2028, 1), {100, 200, 300, 800}}},
         .source = ""});
    book.add({.name = "permits.fee",
              .description = "fee",
              .unit = "MCI",
              .axes = {},
              .bounds = Bounds::at_least(0.0),
              .path = {{Month(2025, 1), {250}}},
              .source = ""});
    return book;
}

struct ReadingOutcome {
    std::vector<std::shared_ptr<const Measure>> measures;
    std::vector<std::string> problems;
};

ReadingOutcome read(const std::string& text)
{
    const LeverBook book = some_levers();
    const Document document = Document::parse(text, "policy.toml");
    Reader in(document);
    ReadingOutcome outcome;
    outcome.measures = read_measures(in, book);
    in.finish();
    for (const Problem& problem : in.problems()) {
        outcome.problems.push_back(problem.text());
    }
    return outcome;
}

std::string only_problem(const std::string& text)
{
    const ReadingOutcome outcome = read(text);
    EXPECT_EQ(outcome.problems.size(), 1U) << ::testing::PrintToString(outcome.problems);
    return outcome.problems.empty() ? "no problem" : outcome.problems.front();
}

/// Values of a lever in a month under the measures of a scenario.
std::vector<double> values(const std::string& text, const std::string& lever, Month now)
{
    const LeverBook book = some_levers();
    const ReadingOutcome outcome = read(text);
    EXPECT_EQ(outcome.problems, std::vector<std::string>{});
    Levers levers(book);
    levers.follow_paths(now);
    for (const auto& measure : outcome.measures) {
        measure->apply(now, levers);
    }
    const auto all = levers.of(*book.find(lever));
    return {all.begin(), all.end()};
}

using Values = std::vector<double>;

TEST(LeverMeasure, SetsTheCellsThatItTargets)
{
    const std::string text =
        "[[measure]]\nkind = 'set'\nlever = 'kandas.quota'\nvalue = 7\nfrom = '2027-01'\n"
        "target = {region = ['KZ-55'], track = 'quota'}\n";
    EXPECT_EQ(values(text, "kandas.quota", Month(2026, 12)), (Values{100, 200, 300, 400}));
    EXPECT_EQ(values(text, "kandas.quota", Month(2027, 1)), (Values{100, 200, 7, 400}));
}

TEST(LeverMeasure, ScalesEverywhereWithoutATarget)
{
    const std::string text =
        "[[measure]]\nkind = 'scale'\nlever = 'kandas.quota'\nfactor = 1.25\nfrom = '2027-01'\n"
        "until = '2028-01'\n";
    EXPECT_EQ(values(text, "kandas.quota", Month(2027, 12)), (Values{125, 250, 375, 500}));
    EXPECT_EQ(values(text, "kandas.quota", Month(2028, 1)), (Values{100, 200, 300, 800}));
}

TEST(LeverMeasure, AddsOnceHoweverOftenACodeIsNamed)
{
    const std::string text =
        "[[measure]]\nkind = 'add'\nlever = 'kandas.quota'\namount = -50\nfrom = '2027-01'\n"
        "target = {region = ['KZ-10', 'KZ-10']}\n";
    EXPECT_EQ(values(text, "kandas.quota", Month(2027, 1)), (Values{50, 150, 300, 400}));
}

TEST(LeverMeasure, RampsToItsValueAndIsExactThere)
{
    const std::string text =
        "[[measure]]\nkind = 'ramp'\nlever = 'permits.fee'\nvalue = 250.1\nmonths = 4\n"
        "from = '2027-01'\n";
    EXPECT_EQ(values(text, "permits.fee", Month(2026, 12)), Values{250});
    EXPECT_DOUBLE_EQ(values(text, "permits.fee", Month(2027, 2)).front(), 250.05);
    EXPECT_EQ(values(text, "permits.fee", Month(2027, 4)), Values{250.1});
    EXPECT_EQ(values(text, "permits.fee", Month(2029, 4)), Values{250.1});
}

TEST(LeverMeasure, MayComeInSlowlyWhateverItsKind)
{
    const std::string text =
        "[[measure]]\nkind = 'scale'\nlever = 'permits.fee'\nfactor = 2\nmonths = 2\n"
        "from = '2027-01'\n";
    EXPECT_EQ(values(text, "permits.fee", Month(2027, 1)), Values{375});
    EXPECT_EQ(values(text, "permits.fee", Month(2027, 2)), Values{500});
}

TEST(LeverMeasure, StandsOnWhatEarlierMeasuresDid)
{
    const std::string text =
        "[[measure]]\nkind = 'set'\nlever = 'permits.fee'\nvalue = 10\nfrom = '2026-01'\n"
        "[[measure]]\nkind = 'scale'\nlever = 'permits.fee'\nfactor = 3\nfrom = '2027-01'\n";
    EXPECT_EQ(values(text, "permits.fee", Month(2026, 6)), Values{10});
    EXPECT_EQ(values(text, "permits.fee", Month(2027, 6)), Values{30});
}

TEST(LeverMeasure, DescribesItself)
{
    const ReadingOutcome outcome = read(
        "[[measure]]\nname = 'more places'\nkind = 'scale'\nlever = 'kandas.quota'\nfactor = 1.5\n"
        "from = '2026-01'\nuntil = '2028-01'\nmonths = 6\ntarget = {region = ['KZ-10']}\n"
        "[[measure]]\nkind = 'set'\nlever = 'permits.fee'\nvalue = 10\nfrom = '2026-01'\n");
    ASSERT_EQ(outcome.measures.size(), 2U);
    EXPECT_EQ(outcome.measures[0]->name(), "more places");
    EXPECT_EQ(outcome.measures[0]->description(),
              "more places: scales kandas.quota by 1.5 from 2026-01 over 6 months until 2028-01, 2 "
              "of 4 cells");
    EXPECT_EQ(outcome.measures[1]->description(),
              "set permits.fee: sets permits.fee to 10 from 2026-01");
}

TEST(ReadMeasures, NamesTheNearestLever)
{
    EXPECT_EQ(only_problem("[[measure]]\nkind = 'scale'\nlever = 'kandas.qouta'\nfactor = 2\n"
                           "from = '2027-01'\ntarget = {region = ['KZ-55']}\n"),
              "policy.toml:3: lever 'kandas.qouta' is not known (a measure turns a lever of the "
              "model); did you mean 'kandas.quota'?");
    EXPECT_EQ(only_problem("[[measure]]\nkind = 'scale'\nlever = 'weather'\nfactor = 2\n"
                           "from = '2027-01'\n"),
              "policy.toml:3: lever 'weather' is not known (a measure turns a lever of the model); "
              "known are 'kandas.quota', 'permits.fee'");
}

TEST(ReadMeasures, RefusesUnknownAxesAndCodes)
{
    const std::string head =
        "[[measure]]\nkind = 'scale'\nlever = 'kandas.quota'\nfactor = 2\nfrom = '2027-01'\n"
        "until = '2027-06'\n";
    EXPECT_EQ(
        only_problem(head + "target = {regoin = ['KZ-55']}\n"),
        "policy.toml:7: lever 'kandas.quota' has no axis 'regoin' (a target picks codes on the "
        "axes of its lever); did you mean 'region'?");
    EXPECT_EQ(only_problem(head + "target = {region = ['KZ-56']}\n"),
              "policy.toml:7: 'KZ-56' is no code of axis 'region' (the measure would reach nobody "
              "there); did you mean 'KZ-55'?");
    EXPECT_EQ(only_problem(head + "target = {region = []}\n"),
              "policy.toml:7: the list of axis 'region' is empty (the measure would reach nobody); "
              "name codes, or leave the axis out");
    EXPECT_EQ(
        only_problem("[[measure]]\nkind = 'scale'\nlever = 'permits.fee'\nfactor = 2\n"
                     "from = '2027-01'\ntarget = {region = ['KZ-55']}\n"),
        "policy.toml:6: lever 'permits.fee' has no axis 'region' (a target picks codes on the "
        "axes of its lever); leave out the target: the lever is one number");
}

TEST(ReadMeasures, RefusesDatesReversed)
{
    EXPECT_EQ(
        only_problem("[[measure]]\nkind = 'set'\nlever = 'permits.fee'\nvalue = 2\n"
                     "from = '2027-01'\nuntil = '2027-01'\n"),
        "policy.toml:6: until = \"2027-01\" is not after from = \"2027-01\" (the measure would "
        "never hold); give a later month, or leave it out");
}

TEST(ReadMeasures, WantsTheOperandOfTheKind)
{
    const std::string missing =
        only_problem("[[measure]]\nkind = 'scale'\nlever = 'permits.fee'\nfrom = '2027-01'\n");
    EXPECT_NE(missing.find("missing key 'measure.1.factor'"), std::string::npos) << missing;
    const auto problems = read(
                              "[[measure]]\nkind = 'scale'\nlever = 'permits.fee'\nvalue = 2\n"
                              "from = '2027-01'\n")
                              .problems;
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(
        problems[0],
        "policy.toml:4: 'value' does not go with kind = \"scale\" (it would be ignored); give "
        "'factor' instead");
    EXPECT_EQ(only_problem("[[measure]]\nkind = 'set'\nlever = 'permits.fee'\nvalue = 2\n"
                           "from = '2027-01'\nmonths = 3\n"),
              "policy.toml:6: 'months' does not go with kind = \"set\" (the value is set at once); "
              "write kind = \"ramp\", or leave it out");
}

TEST(ReadMeasures, RefusesAnUnknownKindOnce)
{
    const std::string problem = only_problem(
        "[[measure]]\nkind = 'scael'\nlever = 'permits.fee'\nfactor = 2\nfrom = '2027-01'\n");
    EXPECT_NE(problem.find("did you mean 'scale'?"), std::string::npos) << problem;
}

TEST(ReadMeasures, RefusesAValueThatTheLeverMayNotHave)
{
    const std::string problem = only_problem(
        "[[measure]]\nkind = 'set'\nlever = 'permits.fee'\nvalue = -2\nfrom = '2027-01'\n");
    EXPECT_NE(problem.find("= -2 is outside [0, inf)"), std::string::npos) << problem;
}

// The factor is harmless in 2027 and takes one cell out of bounds in 2028, when its path rises.
TEST(ReadMeasures, RefusesWhatTakesALeverOutOfItsBoundsAtAnyTime)
{
    EXPECT_EQ(
        only_problem("[[measure]]\nkind = 'scale'\nlever = 'kandas.quota'\nfactor = 2\n"
                     "from = '2027-01'\n"),
        "policy.toml:4: factor = 2 takes lever 'kandas.quota' (KZ-55, general) to 1600 in "
        "2028-01, outside [0, 1000] (a lever keeps within its bounds); choose a smaller change, "
        "or other dates or targets");
    EXPECT_TRUE(read("[[measure]]\nkind = 'scale'\nlever = 'kandas.quota'\nfactor = 2\n"
                     "from = '2027-01'\nuntil = '2028-01'\n")
                    .problems.empty());
}

TEST(ReadMeasures, BlamesTheMeasureThatTippedTheLever)
{
    EXPECT_EQ(
        only_problem("[[measure]]\nkind = 'add'\nlever = 'permits.fee'\namount = -200\n"
                     "from = '2026-01'\n"
                     "[[measure]]\nkind = 'add'\nlever = 'permits.fee'\namount = -200\n"
                     "from = '2027-01'\nmonths = 10\n"),
        "policy.toml:9: amount = -200 takes lever 'permits.fee' to -10 in 2027-03, outside "
        "[0, inf) (a lever keeps within its bounds); choose a smaller change, or other dates or "
        "targets");
}

TEST(ReadMeasures, GathersTheProblemsOfAllMeasures)
{
    EXPECT_EQ(read("[[measure]]\nkind = 'set'\nlever = 'x'\nvalue = 1\nfrom = '2027-01'\n"
                   "[[measure]]\nkind = 'set'\nlever = 'permits.fee'\nvalue = 1\nfrom = '2027'\n")
                  .problems.size(),
              2U);
    EXPECT_TRUE(read("").measures.empty());
}

// A measure of another kind, which reading does not know, has moved the lever before.
TEST(LeverMeasure, NeverClampsSilently)
{
    const LeverBook book = some_levers();
    LeverMeasure::Params params;
    params.name = "double fee";
    params.lever = *book.find("kandas.quota");
    params.change = LeverChange::scale;
    params.operand = 2.0;
    params.timetable.from = Month(2025, 1);
    params.cells = {0};
    const LeverMeasure measure(params, book);
    Levers levers(book);
    measure.apply(Month(2025, 1), levers);
    EXPECT_EQ(levers(params.lever, 0), 200.0);
    levers.of(params.lever)[0] = 501.0;
    EXPECT_THROW(measure.apply(Month(2025, 1), levers), InputError);
}

}  // namespace
}  // namespace qonys
