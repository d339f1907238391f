#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>

#include "qonys/core/digest.hpp"
#include "qonys/core/id.hpp"
#include "qonys/scenario/reader.hpp"
#include "scenario_files.hpp"

namespace qonys {
namespace {

using testing_support::complaint;
using testing_support::ScenarioFolder;

enum class Region : std::uint8_t { abai, akmola, aktobe };
enum class Sex : std::uint8_t { male, female };
using RegionTable = Table<double, Region>;
using RegionSexTable = Table<double, Region, Sex>;

const Axis regions("region", {"KZ-10", "KZ-11", "KZ-15"});
const Axis sexes("sex", {"male", "female"});
const ParameterInfo rates{.unit = "1/year", .description = "rates", .why = "rates are counts"};

/// A scenario `t = <value>` beside the file t.csv, both in a folder of their own.
class CsvTable : public testing::Test {
protected:
    RegionTable read(const std::string& csv, const std::string& scenario = "t = \"t.csv\"\n")
    {
        return read_over<Region>({regions}, csv, scenario);
    }
    RegionSexTable read_both(const std::string& csv,
                             const std::string& scenario = "t = \"t.csv\"\n")
    {
        return read_over<Region, Sex>({regions, sexes}, csv, scenario);
    }
    std::string complaint_of(const std::string& csv,
                             const std::string& scenario = "t = \"t.csv\"\n")
    {
        return folder_.said(complaint([&] { static_cast<void>(read(csv, scenario)); }));
    }
    std::string complaint_of_both(const std::string& csv)
    {
        return folder_.said(complaint([&] { static_cast<void>(read_both(csv)); }));
    }

    template <class... Indices>
    Table<double, Indices...> read_over(const std::array<Axis, sizeof...(Indices)>& axes,
                                        const std::string& csv, const std::string& scenario,
                                        std::span<const std::string_view> partial = {})
    {
        folder_.write("t.csv", csv);
        const Document document = Document::load(folder_.write("s.toml", scenario));
        Reader in(document);
        auto table = in.table<double, Indices...>("t", axes, Bounds::at_least(0), rates, partial);
        in.finish();
        in.throw_if_any();
        return table;
    }

    ScenarioFolder folder_;
};

TEST_F(CsvTable, TakesColumnsAndRowsInAnyOrder)
{
    const RegionSexTable table = read_both(
        "value,sex,region\n5,female,KZ-15\n1,male,KZ-11\n2,female,KZ-11\n"
        "3,male,KZ-10\n4,female,KZ-10\n0.5,male,KZ-15\n");
    EXPECT_EQ(table(Region::abai, Sex::male), 3.0);
    EXPECT_EQ(table(Region::akmola, Sex::female), 2.0);
    EXPECT_EQ(table(Region::aktobe, Sex::male), 0.5);
}

TEST_F(CsvTable, AcceptsByteOrderMarkReturnsQuotesAndBlankLines)
{
    const RegionTable table = read(
        "\xEF\xBB\xBF\"region\",value\r\nKZ-10, 1.5 \r\n\r\n\"KZ-11\",\"2\"\r\nKZ-15,3e2\r\n\r\n");
    EXPECT_EQ(table(Region::abai), 1.5);
    EXPECT_EQ(table(Region::akmola), 2.0);
    EXPECT_EQ(table(Region::aktobe), 300.0);
}

TEST_F(CsvTable, AcceptsALastLineWithoutAnEnd)
{
    EXPECT_EQ(read("region,value\nKZ-10,1\nKZ-11,2\nKZ-15,3")(Region::aktobe), 3.0);
}

TEST_F(CsvTable, AcceptsQuotesAndCommasInCodes)
{
    const Axis odd("name", {"a, \"b\"", "c\nd"});
    folder_.write("t.csv", "name,value\n\"a, \"\"b\"\"\",1\n\"c\nd\",2\n");
    const Document document = Document::load(folder_.write("s.toml", "t = \"t.csv\""));
    Reader in(document);
    const auto table = in.table<int, Sex>("t", {odd}, Bounds::any(), rates);
    in.throw_if_any();
    EXPECT_EQ(table(Sex::male), 1);
    EXPECT_EQ(table(Sex::female), 2);
}

TEST_F(CsvTable, TakesOneNumberForEveryCell)
{
    const RegionTable table = read("", "t = {value = 0.25, source = \"A\"}\n");
    EXPECT_EQ(table(Region::abai), 0.25);
    EXPECT_EQ(table(Region::aktobe), 0.25);
}

TEST_F(CsvTable, TakesCellsFromTheScenario)
{
    const RegionTable table = read("region,value\nKZ-10,1\nKZ-11,2\nKZ-15,3\n",
                                   "t = {file = \"t.csv\", KZ-11 = {value = 7, grade = \"D\"}}\n");
    EXPECT_EQ(table(Region::abai), 1.0);
    EXPECT_EQ(table(Region::akmola), 7.0);
}

TEST_F(CsvTable, FillsTheRestFromADefault)
{
    const RegionSexTable table =
        read_both("region,sex,value\nKZ-10,male,1\n",
                  "[t]\nfile = \"t.csv\"\ndefault = 9\nKZ-11.female = 7\nKZ-15 = 3\n");
    EXPECT_EQ(table(Region::abai, Sex::male), 1.0);
    EXPECT_EQ(table(Region::abai, Sex::female), 9.0);
    EXPECT_EQ(table(Region::akmola, Sex::male), 9.0);
    EXPECT_EQ(table(Region::akmola, Sex::female), 7.0);
    EXPECT_EQ(table(Region::aktobe, Sex::female), 3.0);
}

TEST_F(CsvTable, SkipsForeignCodesOnPartialAxes)
{
    const std::array<std::string_view, 1> partial = {"region"};
    const auto table = read_over<Region>(
        {regions}, "region,value\nKZ-10,1\nKZ-99,x\nKZ-11,2\nKZ-15,3\n", "t = \"t.csv\"", partial);
    EXPECT_EQ(table(Region::akmola), 2.0);
}

TEST_F(CsvTable, NamesMissingCodes)
{
    EXPECT_EQ(complaint_of("region,value\nKZ-11,1\n"),
              "t.csv: 2 of 3 regions missing: 'KZ-10', 'KZ-15' (every region needs a value);"
              " add rows for them");
}

TEST_F(CsvTable, NamesMissingCellsApartFromMissingCodes)
{
    EXPECT_EQ(complaint_of_both("region,sex,value\nKZ-10,male,1\nKZ-10,female,1\nKZ-11,male,1\n"),
              "t.csv: 1 of 3 regions missing: 'KZ-15' (every region needs a value);"
              " add rows for them\n"
              "t.csv: 1 of 6 cells missing: ('KZ-11', 'female') (every cell needs a value);"
              " add rows for them");
}

TEST_F(CsvTable, NamesAtMostFiveCells)
{
    folder_.write("t.csv", "age,value\n0,1\n");
    const Document document = Document::load(folder_.write("s.toml", "t = \"t.csv\""));
    Reader in(document);
    in.table<double, int>("t", {Axis::range("age", 0, 9)}, Bounds::any(), rates);
    EXPECT_EQ(folder_.said(in.problems().at(0).text()),
              "t.csv: 9 of 10 ages missing: '1', '2', '3', '4', '5' and 4 more"
              " (every age needs a value); add rows for them");
}

TEST_F(CsvTable, SaysOnceThatThereAreNoRows)
{
    EXPECT_EQ(complaint_of_both("region,sex,value\n"),
              "t.csv: 3 of 3 regions missing: 'KZ-10', 'KZ-11', 'KZ-15'"
              " (every region needs a value); add rows for them");
}

TEST_F(CsvTable, NamesBothLinesOfADoubleCell)
{
    EXPECT_EQ(complaint_of("region,value\nKZ-10,1\nKZ-11,2\nKZ-10,1\nKZ-15,3\n"),
              "t.csv:4: cell given twice: 'KZ-10', first in line 2 (one value would be lost);"
              " remove one of the rows");
    EXPECT_EQ(complaint_of("region,value\nKZ-10,1\nKZ-11,2\nKZ-10,1\nKZ-15,3\nKZ-15,3\n"),
              "t.csv: 2 cells given twice: 'KZ-10', first in line 2 (line 4),"
              " 'KZ-15', first in line 5 (line 6) (one value would be lost);"
              " remove one of the rows");
}

TEST_F(CsvTable, NamesTheNearestKnownCode)
{
    EXPECT_EQ(complaint_of("region,value\nKZ-10,1\nKZ-11,2\nKZ-15,3\nKZ-1O,3\n"),
              "t.csv:5: unknown region 'KZ-1O' (its rows would be lost); did you mean 'KZ-10'?");
}

TEST_F(CsvTable, CountsUnknownCodesOnce)
{
    EXPECT_EQ(complaint_of("region,value\nnorth,1\nnorth,2\nKZ-10,1\nKZ-11,2\nKZ-15,3\nsouth,3\n"),
              "t.csv: 2 unknown regions: 'north' (line 2), 'south' (line 7)"
              " (its rows would be lost); known are KZ-10, KZ-11, KZ-15");
}

TEST_F(CsvTable, RefusesValuesOutsideTheBounds)
{
    EXPECT_EQ(complaint_of("region,value\nKZ-10,1\nKZ-11,-2\nKZ-15,3\n"),
              "t.csv:3: value -2 for 'KZ-11' is outside [0, inf) (rates are counts);"
              " did you mean 2?");
    EXPECT_EQ(complaint_of("region,value\nKZ-10,-1\nKZ-11,-2\nKZ-15,3\n"),
              "t.csv: 2 values are outside [0, inf): -1 for 'KZ-10' (line 2),"
              " -2 for 'KZ-11' (line 3) (rates are counts); did you mean 1?");
}

TEST_F(CsvTable, RefusesValuesThatAreNoNumbers)
{
    EXPECT_EQ(complaint_of("region,value\nKZ-10,1\nKZ-11,n/a\nKZ-15,3\n"),
              "t.csv:3: value 'n/a' for 'KZ-11' is not a number;"
              " write digits with a decimal point");
    EXPECT_EQ(complaint_of("region,value\nKZ-10,1\nKZ-11,\"1 234,5\"\nKZ-15,\n"),
              "t.csv: 2 values are not numbers: '1 234,5' for 'KZ-11' (line 3),"
              " '' for 'KZ-15' (line 4); write 1234.5");
    EXPECT_EQ(complaint_of("region,value\nKZ-10,inf\nKZ-11,1\nKZ-15,3\n"),
              "t.csv:2: value 'inf' for 'KZ-10' is not a number;"
              " write digits with a decimal point");
}

TEST_F(CsvTable, RefusesAnotherHeader)
{
    EXPECT_EQ(complaint_of("regoin,value\nKZ-10,1\n"),
              "t.csv:1: no column 'region' (the header must be region,value);"
              " add column 'region'\n"
              "t.csv:1: unknown column 'regoin' (the header must be region,value);"
              " did you mean 'region'?");
    EXPECT_EQ(complaint_of("region,year,value\nKZ-10,2024,1\n"),
              "t.csv:1: unknown column 'year' (the header must be region,value);"
              " remove the column");
    EXPECT_EQ(complaint_of("region,region,value\nKZ-10,KZ-10,1\n"),
              "t.csv:1: 2 columns are named 'region' (the header must be region,value);"
              " remove all but one");
}

TEST_F(CsvTable, RefusesSemicolons)
{
    EXPECT_EQ(complaint_of("region;value\nKZ-10;1\n"),
              "t.csv:1: columns are separated by semicolons (the header must be region,value);"
              " separate them by commas, decimals by points");
}

TEST_F(CsvTable, RefusesAnEmptyFile)
{
    EXPECT_EQ(complaint_of(""),
              "t.csv: the file is empty (the first line must name the columns);"
              " add a header and rows");
}

TEST_F(CsvTable, RefusesRaggedRows)
{
    EXPECT_EQ(complaint_of("region,value\nKZ-10,1,2\nKZ-11,2\nKZ-15,3\n"),
              "t.csv:2: 1 row does not have the 2 fields of the header: line 2 has 3"
              " (values would land in the wrong column); mend the commas");
    EXPECT_EQ(complaint_of("region,value\nKZ-10,1,2\nKZ-11\nKZ-15,3\n"),
              "t.csv: 2 rows do not have the 2 fields of the header: line 2 has 3, line 3 has 1"
              " (values would land in the wrong column); mend the commas");
}

TEST_F(CsvTable, RefusesBrokenQuotes)
{
    EXPECT_EQ(complaint_of("region,value\nKZ-10,1\n\"KZ-11,2\nKZ-15,3\n"),
              "t.csv:3: a quote is opened and never closed (the rest of the file is one field);"
              " close the quote");
    EXPECT_EQ(complaint_of("region,value\n\"KZ-10\"x,1\n"),
              "t.csv:2: text after a closing quote: 'x' (a quoted field ends at its quote);"
              " double the quotes inside the field");
}

TEST_F(CsvTable, NamesUnknownCodesInTheScenario)
{
    EXPECT_EQ(complaint_of("", "[t]\ndefault = 1\nKZ-1O = 2\n"),
              "s.toml:3: unknown region 'KZ-1O' in t (would be ignored); did you mean 'KZ-10'?");
}

TEST_F(CsvTable, NamesCellsMissingInTheScenario)
{
    EXPECT_EQ(complaint_of("", "[t]\nKZ-10 = 2\n"),
              "s.toml:1: 2 of 3 regions missing: 'KZ-11', 'KZ-15' (every region needs a value);"
              " add them, or default = ... for the rest");
}

TEST_F(CsvTable, ChecksCellsInTheScenario)
{
    EXPECT_EQ(complaint_of("", "[t]\ndefault = 1\nKZ-10 = -2\nKZ-11 = \"x\"\n"),
              "s.toml:3: t.KZ-10 = -2 is outside [0, inf) (rates are counts); did you mean 2?\n"
              "s.toml:4: t.KZ-11 = \"x\" is text where a number is expected");
}

TEST_F(CsvTable, RefusesOtherKindsOfValue)
{
    EXPECT_EQ(complaint_of("", "t = true\n"),
              "s.toml:1: t = true is true or false where a CSV file, a number or a table of codes"
              " is expected");
}

TEST_F(CsvTable, NamesTheFileThatIsMissing)
{
    EXPECT_EQ(complaint_of("", "t = \"tt.csv\"\n"),
              "s.toml:1: t = \"tt.csv\": no such file 'tt.csv'"
              " (paths are relative to the file that names them); did you mean 't.csv'?");
}

TEST_F(CsvTable, IsReadAndListedOnceWhenUsedTwice)
{
    const auto csv = folder_.write("data/t.csv", "region,value\nKZ-10,1\nKZ-11,2\nKZ-15,3\n");
    const Document document =
        Document::load(folder_.write("s.toml", "a = \"data/t.csv\"\nb = \"data/../data/t.csv\"\n"));
    Reader in(document);
    in.table<double, Region>("a", {regions}, Bounds::any(), rates);
    in.table<double, Region>("b", {regions}, Bounds::any(), rates);
    EXPECT_TRUE(in.problems().empty());
    ASSERT_EQ(in.inputs().size(), 1U);
    EXPECT_EQ(in.inputs()[0].path, "data/t.csv");
    EXPECT_EQ(in.inputs()[0].rows, 3U);
    EXPECT_EQ(in.inputs()[0].sha256, file_digest(csv));
    EXPECT_EQ(in.parameters()[0].value, "3 regions from data/t.csv");
}

TEST_F(CsvTable, ReportsABrokenFileOnceWhenUsedTwice)
{
    folder_.write("t.csv", "region,value\nKZ-10\n");
    const Document document =
        Document::load(folder_.write("s.toml", "a = \"t.csv\"\nb = \"t.csv\""));
    Reader in(document);
    in.table<double, Region>("a", {regions}, Bounds::any(), rates);
    in.table<double, Region>("b", {regions}, Bounds::any(), rates);
    EXPECT_EQ(in.problems().size(), 1U);
}

TEST_F(CsvTable, ReadsHalfAMillionRowsInWellUnderASecond)
{
    const Axis age = Axis::range("age", 0, 99);
    const Axis year = Axis::range("year", 1, 2500);
    std::string csv = "year,age,sex,value\n";
    for (const std::string& y : year.codes()) {
        for (const std::string& a : age.codes()) {
            csv += y + ',' + a + ",male,0.5\n" + y + ',' + a + ",female,0.25\n";
        }
    }
    const auto start = std::chrono::steady_clock::now();
    const auto table = read_over<int, int, Sex>({year, age, sexes}, csv, "t = \"t.csv\"");
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    EXPECT_EQ(table(2499, 99, Sex::female), 0.25);
    RecordProperty("seconds", std::to_string(spent.count()));
    EXPECT_LT(spent.count(), 5.0);  // generous: sanitizers and busy machines
}

/// An axis `a = "a.csv"`.
std::string axis_complaint(const std::string& csv)
{
    const ScenarioFolder folder;
    folder.write("a.csv", csv);
    const Document document = Document::load(folder.write("s.toml", "a = \"a.csv\""));
    Reader in(document);
    static_cast<void>(in.axis("a", "region", rates));
    return folder.said(complaint([&] { in.throw_if_any(); }));
}

TEST(CsvAxis, TakesCodesAndLabels)
{
    const ScenarioFolder folder;
    folder.write("a.csv", "code,name_en,name_kk\nKZ-10,Abai Region,Абай облысы\nKZ-11,Akmola,А\n");
    const Document document = Document::load(folder.write("s.toml", "a = \"a.csv\""));
    Reader in(document);
    const Axis axis = in.axis("a", "region", rates);
    in.throw_if_any();
    EXPECT_EQ(axis, Axis("region", {"KZ-10", "KZ-11"}, {"Abai Region", "Akmola"}));
}

TEST(CsvAxis, NeedsCodes)
{
    EXPECT_EQ(axis_complaint("name\nAbai\n"),
              "a.csv:1: no column 'code' (an axis file has the columns code and label);"
              " add column 'code'");
    EXPECT_EQ(axis_complaint("code,label\n"),
              "a.csv: axis 'region' has no rows (a table over it would have no cells);"
              " add one row for each code");
    EXPECT_EQ(axis_complaint("code,label\nKZ-10,A\n,B\n"),
              "a.csv:3: empty code (a code names one position);"
              " add the code or remove the row");
}

TEST(CsvAxis, RefusesACodeGivenTwice)
{
    EXPECT_EQ(axis_complaint("code,label\nKZ-10,A\nKZ-11,B\nKZ-10,C\n"),
              "a.csv:4: code 'KZ-10' given twice, first in line 2 (a code names one position);"
              " remove one of the rows");
}

}  // namespace
}  // namespace qonys
