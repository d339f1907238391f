#include "qonys/scenario/reader.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "scenario_files.hpp"

namespace qonys {
namespace {

using testing_support::complaint;
using testing_support::reading;
using testing_support::ScenarioFolder;

const ParameterInfo plain{.unit = "-", .description = "a thing"};
const std::vector<std::string> kinds = {"add", "ramp", "scale", "set"};

Bounds decay_bounds()
{
    Bounds bounds = Bounds::within(0.0, 5.0);
    bounds.low_open = true;
    return bounds;
}

/// What reading `text` with x as a number in [0, 10] complains of.
std::string reading_x(const std::string& text)
{
    return reading(text, [](Reader& in) { in.number("x", Bounds::within(0.0, 10.0), plain); });
}

double x_of(const std::string& text)
{
    const Document document = Document::parse(text, "s.toml");
    Reader in(document);
    const double x = in.number("x", Bounds::any(), plain);
    in.throw_if_any();
    return x;
}

TEST(ReaderBounds, TellOpenEndsFromClosed)
{
    EXPECT_TRUE(Bounds::within(0.0, 1.0).contain(0.0));
    EXPECT_FALSE(Bounds::above(0.0).contain(0.0));
    EXPECT_EQ(decay_bounds().text(), "(0, 5]");
    EXPECT_EQ(Bounds::at_least(1.0).text(), "[1, inf)");
    EXPECT_EQ(Bounds::any().text(), "(-inf, inf)");
}

TEST(ReaderNumber, TakesWholeNumbersAndDecimals)
{
    EXPECT_EQ(x_of("x = 3"), 3.0);
    EXPECT_EQ(x_of("x = -1.25e2"), -125.0);
}

TEST(ReaderNumber, QuotesTheValueItsBoundsAndTheReason)
{
    const auto read = [](Reader& in) {
        in.section("migration")
            .number("distance_decay", decay_bounds(),
                    {.unit = "-",
                     .description = "exponent on distance",
                     .why = "attraction must fall with distance"});
    };
    EXPECT_EQ(reading("[migration]\n\ndistance_decay = -1.2\n", read),
              "s.toml:3: migration.distance_decay = -1.2 is outside (0, 5]"
              " (attraction must fall with distance); did you mean 1.2?");
}

TEST(ReaderNumber, SaysWhatWasFoundWhereANumberIsExpected)
{
    EXPECT_EQ(reading_x("x = \"1.5\""),
              "s.toml:1: x = \"1.5\" is text where a number is expected; remove the quotes");
    EXPECT_EQ(reading_x("x = \"many\""),
              "s.toml:1: x = \"many\" is text where a number is expected");
    EXPECT_EQ(reading_x("x = [1, 2]"), "s.toml:1: x is a list where a number is expected");
    EXPECT_EQ(reading_x("x = true"),
              "s.toml:1: x = true is true or false where a number is expected");
}

TEST(ReaderNumber, MustBeFinite)
{
    EXPECT_EQ(reading("x = inf", [](Reader& in) { in.number("x", Bounds::any(), plain); }),
              "s.toml:1: x = inf is outside (-inf, inf); write a finite number");
}

TEST(ReaderNumber, IsRequiredWithoutAFallback)
{
    EXPECT_EQ(reading_x(""), "s.toml: missing key 'x' (a thing); add it above the first [section]");
}

TEST(ReaderNumber, ReturnsALegalValueAfterAProblem)
{
    const Document document = Document::parse("x = -1", "s.toml");
    Reader in(document);
    EXPECT_EQ(in.number("x", Bounds::at_least(3.0), plain), 3.0);
    EXPECT_EQ(in.number("x", Bounds::within(0.0, 9.0), plain, 4.0), 4.0);
    EXPECT_EQ(in.problems().size(), 2U);
}

TEST(ReaderNumber, PlacesOverridesOnTheCommandLine)
{
    const std::vector<Override> overrides = {Override::parse("x=11")};
    const Document document = Document::parse("x = 1", "s.toml", ".", overrides);
    Reader in(document);
    in.number("x", Bounds::within(0.0, 10.0), plain);
    EXPECT_EQ(complaint([&] { in.throw_if_any(); }),
              "--set: x = 11 is outside [0, 10]; choose a value from 0 up to 10");
}

TEST(ReaderShare, AdvisesAgainstPerCent)
{
    EXPECT_EQ(reading("x = 5", [](Reader& in) { in.share("x", plain); }),
              "s.toml:1: x = 5 is outside [0, 1]; did you mean 0.05? Shares are not per cent");
}

TEST(ReaderQuantity, CarriesItsUnit)
{
    const Document document = Document::parse("r = 0.5\np = 0.25\nm = 0.125\ns = 1", "s.toml");
    Reader in(document);
    EXPECT_EQ(in.annual_rate("r", plain), AnnualRate{0.5});
    EXPECT_EQ(in.annual_probability("p", plain), AnnualProbability{0.25});
    EXPECT_EQ(in.monthly_probability("m", plain), MonthlyProbability{0.125});
    EXPECT_EQ(in.share("s", plain), Share{1.0});
    EXPECT_EQ(in.share("t", plain, Share{0.5}), Share{0.5});
    EXPECT_TRUE(in.problems().empty());
}

TEST(ReaderInteger, TakesOnlyWholeNumbers)
{
    const auto read = [](Reader& in) { in.integer("n", Bounds::at_least(1), plain); };
    EXPECT_EQ(reading("n = 1e6", read), "nothing");
    EXPECT_EQ(reading("n = 1.5", read),
              "s.toml:1: n = 1.5 is a number where a whole number is expected; round it");
    EXPECT_EQ(reading("n = 0", read),
              "s.toml:1: n = 0 is outside [1, inf); choose a value of 1 or more");
}

TEST(ReaderBoolean, TakesOnlyTrueOrFalse)
{
    const auto read = [](Reader& in) { in.boolean("on", plain); };
    EXPECT_EQ(reading("on = false", read), "nothing");
    EXPECT_EQ(reading("on = \"yes\"", read),
              "s.toml:1: on = \"yes\" is text where true or false is expected; remove the quotes");
    EXPECT_EQ(reading("on = 1", read),
              "s.toml:1: on = 1 is a whole number where true or false is expected");
}

TEST(ReaderText, MustBeQuoted)
{
    EXPECT_EQ(reading("t = 5", [](Reader& in) { in.text("t", plain); }),
              "s.toml:1: t = 5 is a whole number where text is expected; write it in quotes");
}

TEST(ReaderTexts, TakesAListOrOneText)
{
    const Document document = Document::parse("a = [\"x\", \"y\"]\nb = \"z\"", "s.toml");
    Reader in(document);
    EXPECT_EQ(in.texts("a", plain), (std::vector<std::string>{"x", "y"}));
    EXPECT_EQ(in.texts("b", plain), std::vector<std::string>{"z"});
    EXPECT_TRUE(in.texts("c", plain).empty());
    EXPECT_TRUE(in.problems().empty());
}

TEST(ReaderTexts, NamesTheEntryThatIsNoText)
{
    EXPECT_EQ(reading("t = [\"a\",\n5]", [](Reader& in) { in.texts("t", plain); }),
              "s.toml:2: t.2 = 5 is a whole number where text is expected; write it in quotes");
}

TEST(ReaderWord, NamesTheNearestKnownWord)
{
    EXPECT_EQ(reading("kind = \"sacle\"", [](Reader& in) { in.word("kind", kinds, plain); }),
              "s.toml:1: kind = \"sacle\" is not one of 'add', 'ramp', 'scale', 'set';"
              " did you mean 'scale'?");
}

TEST(ReaderMonth, TakesBothSpellings)
{
    const Document document = Document::parse("a = \"2027-03\"\nb = 2027-03-01", "s.toml");
    Reader in(document);
    EXPECT_EQ(in.month("a", plain), Month(2027, 3));
    EXPECT_EQ(in.month("b", plain), Month(2027, 3));
    EXPECT_EQ(in.month("c", plain, Month(2030, 1)), Month(2030, 1));
}

TEST(ReaderMonth, RefusesADayWithinTheMonth)
{
    EXPECT_EQ(reading("from = 2027-01-15", [](Reader& in) { in.month("from", plain); }),
              "s.toml:1: from = \"2027-01-15\" is not a month; write it as \"2027-01\"");
    EXPECT_EQ(reading("from = 2027", [](Reader& in) { in.month("from", plain); }),
              "s.toml:1: from = 2027 is not a month; write it as \"2027-01\"");
}

TEST(ReaderUnknownKey, NamesTheNearestKnownKey)
{
    const auto read = [](Reader& in) {
        in.section("kandas").number("quota", Bounds::any(), plain, 0.0);
    };
    EXPECT_EQ(reading("[kandas]\nqouta = 5\n", read),
              "s.toml:2: unknown key 'kandas.qouta' (would be ignored);"
              " did you mean 'kandas.quota'?");
    EXPECT_EQ(reading("[kandsa]\nquota = 5\n", read),
              "s.toml:1: unknown key 'kandsa' (would be ignored); did you mean 'kandas'?");
}

TEST(ReaderUnknownKey, NamesTheSectionWhereTheKeyBelongs)
{
    const auto read = [](Reader& in) {
        in.section("kandas").number("quota", Bounds::any(), plain, 0.0);
        in.section("relocation").number("grant", Bounds::any(), plain, 0.0);
    };
    EXPECT_EQ(reading("[relocation]\nquota = 5\n", read),
              "s.toml:2: unknown key 'relocation.quota' (would be ignored);"
              " did you mean 'kandas.quota'?");
}

TEST(ReaderUnknownKey, ListsWhatIsKnownWhenNothingIsNear)
{
    const auto read = [](Reader& in) {
        in.number("alpha", Bounds::any(), plain, 0.0);
        in.number("beta", Bounds::any(), plain, 0.0);
    };
    EXPECT_EQ(reading("something_else = 5", read),
              "s.toml:1: unknown key 'something_else' (would be ignored);"
              " known here are alpha, beta");
}

TEST(ReaderUnknownKey, IsFoundInListsOfTables)
{
    const auto read = [](Reader& in) {
        for (Reader& measure : in.sections("measure")) {
            measure.number("factor", Bounds::any(), plain, 1.0);
        }
    };
    EXPECT_EQ(reading("[[measure]]\nfactor = 1\n[[measure]]\nfator = 2\n", read),
              "s.toml:4: unknown key 'measure.2.fator' (would be ignored);"
              " did you mean 'measure.2.factor'?");
}

TEST(ReaderUnknownKey, QuotesPartsThatNeedIt)
{
    EXPECT_EQ(reading("\"a b\" = 1", [](Reader&) {}),
              "s.toml:1: unknown key '\"a b\"' (would be ignored); remove it");
}

TEST(ReaderSection, MustBeATable)
{
    const auto read = [](Reader& in) {
        in.section("run").integer("seed", Bounds::at_least(0), plain, 1);
    };
    EXPECT_EQ(reading("run = 5", read),
              "s.toml:1: run = 5 is a whole number where a table is expected;"
              " write [run] and its keys below");
}

TEST(ReaderSection, NamesItselfWhenAKeyIsMissing)
{
    const auto read = [](Reader& in) {
        in.section("a").section("b").number("x", Bounds::any(), plain);
    };
    EXPECT_EQ(reading("[a.b]\n", read), "s.toml:1: missing key 'a.b.x' (a thing); add it to [a.b]");
    EXPECT_EQ(reading("", read), "s.toml: missing key 'a.b.x' (a thing); add it to [a.b]");
}

TEST(ReaderSections, MustBeAListOfTables)
{
    const auto read = [](Reader& in) { static_cast<void>(in.sections("measure")); };
    EXPECT_EQ(reading("[measure]\nkind = \"set\"", read),
              "s.toml:1: measure is a table where a list of tables is expected;"
              " write [[measure]] above each");
    EXPECT_EQ(reading("measure = [1]", read),
              "s.toml:1: measure.1 = 1 is a whole number where a table is expected;"
              " write [[measure]] above each");
}

TEST(ReaderKeys, AreSorted)
{
    const Document document = Document::parse("[m]\nb = 1\na = 2", "s.toml");
    Reader in(document);
    EXPECT_EQ(in.section("m").keys(), (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(in.section("none").keys().empty());
    EXPECT_TRUE(in.has("m"));
    EXPECT_FALSE(in.has("none"));
}

TEST(ReaderParameters, ListWhatWasReadAndWhatWasDefault)
{
    const Document document = Document::parse("x = 1.50\n", "s.toml");
    Reader in(document);
    in.number("x", Bounds::any(), {.unit = "KZT", .description = "sum"});
    in.section("run").integer("seed", Bounds::any(), plain, 1);
    ASSERT_EQ(in.parameters().size(), 2U);
    EXPECT_EQ(in.parameters()[0].value, "1.5");
    EXPECT_EQ(in.parameters()[0].unit, "KZT");
    EXPECT_FALSE(in.parameters()[0].is_default);
    EXPECT_EQ(in.parameters()[1].key, "run.seed");
    EXPECT_TRUE(in.parameters()[1].is_default);
}

TEST(ReaderProblem, PointsAtTheKey)
{
    const auto read = [](Reader& in) {
        Reader run = in.section("run");
        run.problem("end", "end is odd", "so it is", "mend it");
    };
    EXPECT_EQ(reading("[run]\nend = 5", read), "s.toml:2: end is odd (so it is); mend it");
}

TEST(ReaderFile, MustExist)
{
    const ScenarioFolder folder;
    folder.write("data/roads.csv", "a\n1\n");
    const auto file = folder.write("s.toml", "roads = \"data/raods.csv\"\n");
    const Document document = Document::load(file);
    Reader in(document);
    EXPECT_EQ(in.file("roads", plain), std::filesystem::path());
    EXPECT_EQ(folder.said(complaint([&] { in.throw_if_any(); })),
              "s.toml:1: roads = \"data/raods.csv\": no such file 'data/raods.csv'"
              " (paths are relative to the file that names them); did you mean 'roads.csv'?");
}

TEST(ReaderFile, IsListedWithItsDigest)
{
    const ScenarioFolder folder;
    folder.write("roads.csv", "abc");
    const Document document = Document::load(folder.write("s.toml", "roads = \"roads.csv\"\n"));
    Reader in(document);
    EXPECT_EQ(in.file("roads", plain), folder.path() / "roads.csv");
    ASSERT_EQ(in.inputs().size(), 1U);
    EXPECT_EQ(in.inputs()[0].path, "roads.csv");
    EXPECT_EQ(in.inputs()[0].sha256,
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace qonys
