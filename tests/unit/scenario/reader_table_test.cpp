#include <gtest/gtest.h>

#include <cstdint>

#include "qonys/scenario/reader.hpp"
#include "scenario_files.hpp"

namespace qonys {
namespace {

using testing_support::complaint;
using testing_support::reading;
using testing_support::ScenarioFolder;

enum class Region : std::uint8_t { abai, akmola, aktobe };
const Axis regions("region", {"KZ-10", "KZ-11", "KZ-15"});
const ParameterInfo rates{.unit = "1/year", .description = "rates", .why = "rates are counts"};

TEST(TableOfCells, ReportsAnIllegalCellOnceWhenUsedTwice)
{
    const ScenarioFolder folder;
    folder.write("t.csv", "region,value\nKZ-10,-1\nKZ-11,2\n");
    const Document document =
        Document::load(folder.write("s.toml", "a = \"t.csv\"\nb = \"t.csv\"\n"));
    Reader in(document);
    const ParameterInfo silent{.unit = "1/year", .description = "rates"};
    in.table<double, Region>("a", {regions}, Bounds::within(0, 9), silent);
    in.table<double, Region>("b", {regions}, Bounds::at_least(0), rates);
    EXPECT_EQ(folder.said(complaint([&] { in.throw_if_any(); })),
              "t.csv:2: value -1 for 'KZ-10' is outside [0, inf) (rates are counts);"
              " did you mean 1?\n"
              "t.csv: 1 of 3 regions missing: 'KZ-15' (every region needs a value); add rows for"
              " them");
}

TEST(TableOfCells, TakesWhereItComesFromBesideItsCells)
{
    const Document document = Document::parse(
        "[t]\nsource = \"Silva 2006\"\nyear = \"2001-2005\"\ngrade = \"D\"\n"
        "assumption = true\nnote = \"shape\"\nKZ-10 = 1\nKZ-11 = 2.5\nKZ-15 = 3\n",
        "s.toml");
    Reader in(document);
    in.table<double, Region>("t", {regions}, Bounds::any(), rates);
    in.finish();
    in.throw_if_any();
    const ReadParameter& read = in.parameters().at(0);
    EXPECT_EQ(read.value, "3 regions: KZ-10 1, KZ-11 2.5, KZ-15 3");
    EXPECT_EQ(read.provenance.source, "Silva 2006");
    EXPECT_EQ(read.provenance.year, "2001-2005");
    EXPECT_EQ(read.provenance.grade, "D");
    EXPECT_EQ(read.provenance.note, "shape");
    EXPECT_TRUE(read.provenance.assumption);
}

TEST(TableOfCells, IsAsGoodAsItsWeakestCell)
{
    const Document document = Document::parse(
        "[t]\nKZ-10 = {value = 1, source = \"Silva 2006\", grade = \"B\"}\n"
        "KZ-11 = {value = 1, grade = \"D\"}\nKZ-15 = 1\n",
        "s.toml");
    Reader in(document);
    in.table<double, Region>("t", {regions}, Bounds::any(), rates);
    EXPECT_EQ(in.parameters().at(0).value, "3 regions: 1");
    EXPECT_EQ(in.parameters().at(0).provenance.grade, "D");
    EXPECT_EQ(in.parameters().at(0).provenance.source, "Silva 2006");
    EXPECT_TRUE(in.parameters().at(0).provenance.assumption);
}

TEST(TableOfCells, RefusesACodeThatIsAWordAboutTheTable)
{
    EXPECT_EQ(reading("[t]\ndefault = 1\nnote = 2\n",
                                       [](Reader& in) {
                                           in.table<double, Region>(
                                               "t", {Axis("kind", {"letter", "note", "bill"})},
                                               Bounds::any(), rates);
                                       }),
              "s.toml:3: 'note' is a kind of t and also says something about the table"
              " (which is meant cannot be told); give the code another name\n"
              "s.toml:3: t.note = 2 is a whole number where text is expected");
}

TEST(TableOfCells, RefusesAnUnknownGrade)
{
    EXPECT_EQ(reading("[t]\ndefault = 1\ngrade = \"E\"\n",
                      [](Reader& in) {
                          in.table<double, Region>("t", {regions}, Bounds::any(), rates);
                      }),
              "s.toml:3: t.grade = \"E\" is not a grade; choose A (causal here), B (causal"
              " elsewhere), C (descriptive here) or D (expert)");
}

}  // namespace
}  // namespace qonys
