#include <gtest/gtest.h>

#include "program/program_fixture.hpp"
#include "support/closed_catalogue.hpp"

namespace qonys::test {
namespace {

class CatalogueProgram : public Program {
protected:
    CatalogueProgram()
    {
        for (const auto& [name, text] : qonys::testing::closed_files()) {
            box_.write(name, text);
        }
        box_.write("concept.toml", "extends = \"base.toml\"\ncatalogue.on = [\"all\"]\n");
    }
};

TEST_F(CatalogueProgram, IsChecked)
{
    EXPECT_EQ(box_.run({"check", "base.toml", "concept.toml"}).exit_code, 0);
    std::string measures = qonys::testing::closed_measures;
    box_.write("measures.toml", measures.replace(0, 9, "count = 73"));
    const Ended ended = box_.run({"check", "base.toml"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_TRUE(holds(ended.err, "measures.toml:1: count = 73, and 2 measures stand in the file"));
}

TEST_F(CatalogueProgram, IsDescribed)
{
    const Ended ended = box_.run({"describe", "concept.toml", "--catalogue", "--coverage"});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_TRUE(matches(ended.out, "M01 +on +health +2026-01 +D +Treatment +mortality.level\n"));
    EXPECT_TRUE(matches(ended.out, "M02 +on +health +2026-01 +D +Law +none: paper\n"));
    EXPECT_TRUE(matches(ended.out, "A1 +Long lives +life +mortality.level +deaths +M01 M02\n"));
}

TEST_F(CatalogueProgram, TurnsLeversOfTheMeasuresThatAreOn)
{
    EXPECT_EQ(box_.run({"run", "base.toml", "--out", "a.h5"}).exit_code, 0);
    EXPECT_EQ(box_.run({"run", "concept.toml", "--out", "b.h5"}).exit_code, 0);
    const Ended compared = box_.run({"compare", "a.h5", "b.h5"});
    EXPECT_EQ(compared.exit_code, 0) << compared.err;
    EXPECT_TRUE(matches(compared.out, "K01 Deaths per thousand +2025, per 1,000 .*the same\n"))
        << "before the measure";
    EXPECT_TRUE(matches(compared.out, "\n +2026, per 1,000 "));
    EXPECT_TRUE(matches(compared.out, "target of 2026: at most 0 +0 % +0 % +of the replicates meet it\n"));
}

TEST_F(CatalogueProgram, AttributesEachMeasureAlone)
{
    const Ended ended = box_.run({"attribute", "base.toml", "--replicates", "4", "--out", "t.csv"});
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_TRUE(matches(ended.out,
                        "M01 Treatment +deaths \\[persons\\] .*-[45][0-9] % +0, exactly +differs"));
    EXPECT_TRUE(matches(ended.out,
                        "M02 Law +deaths \\[persons\\] .*0, exactly .*not known +no effect "
                        "expected: paper"));
    EXPECT_TRUE(box_.has("t.csv"));
    EXPECT_EQ(box_.run({"attribute", "base.toml", "--out", "t.csv"}).exit_code, 2) << "it is there";
}

TEST_F(CatalogueProgram, AttributesWithoutWhatTheScenarioSwitchesOn)
{
    const auto rows = [&](const char* scenario) {
        const Ended ended = box_.run({"attribute", scenario, "--only", "M01", "--replicates", "2",
                                      "--json", "--out", std::string(scenario) + ".csv"});
        const std::string line = ended.last_line();
        return line.substr(line.find("\"rows\""), line.find("\"files\"") - line.find("\"rows\""));
    };
    EXPECT_EQ(rows("base.toml"), rows("concept.toml"));
}

TEST_F(CatalogueProgram, SaysWhatCannotBeAttributed)
{
    EXPECT_TRUE(holds(
        box_.run({"attribute", "base.toml", "--only", "M3"}).err,
        "--only: the catalogue has no measure 'M3' (nothing would be run for it); did you mean"));
    box_.write("bare.toml", small);
    EXPECT_TRUE(holds(box_.run({"attribute", "bare.toml"}).err,
                      "attribute: the scenario has no [catalogue] (measures are taken from it)"));
}

}  // namespace
}  // namespace qonys::test
