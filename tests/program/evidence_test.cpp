#include <gtest/gtest.h>

#include "program/program_fixture.hpp"
#include "support/evidence_cases.hpp"

namespace qonys::test {
namespace {

class EvidenceCommand : public Program {
protected:
    EvidenceCommand()
    {
        std::string scenario = qonys::testing::closed_scenario_elsewhere();
        box_.write("closed.toml", scenario);
        box_.write("cases.toml", std::string(qonys::testing::more_deaths) +
                                     qonys::testing::fewer_births);
    }

    [[nodiscard]] Ended evidence(std::vector<std::string> more) const
    {
        std::vector<std::string> words{"evidence", "closed.toml"};
        words.insert(words.end(), more.begin(), more.end());
        return box_.run(words);
    }
};

TEST_F(EvidenceCommand, PrintsATableAndWritesIt)
{
    const Ended ended = evidence({"--cases", "cases.toml", "--out", "table.csv"});
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_TRUE(matches(ended.out, "more_deaths: deaths +mortality.level +proportional, \\+40.0 % to "
                                   "\\+50.0 % +\\+[0-9.]+ % \\(.*agrees\n"));
    EXPECT_TRUE(matches(ended.out, "fewer_births: births of girls.*nobody there +- +too wide\n"));
    EXPECT_TRUE(box_.has("table.csv"));
    EXPECT_FALSE(box_.has("table.csv.partial"));
}

TEST_F(EvidenceCommand, TellsDisagreementWithoutFailing)
{
    std::string wrong = qonys::testing::fewer_births;
    wrong.replace(wrong.find("low = -1\nhigh = -1"), 18, "low = 1\nhigh = 1");
    box_.write("cases.toml", qonys::testing::more_deaths + wrong);
    const Ended ended = evidence({"--cases", "cases.toml", "--only", "fewer_births", "--json"});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_TRUE(holds(ended.last_line(), "\"verdict\": \"disagrees\""));
    EXPECT_FALSE(holds(ended.last_line(), "more_deaths"));
    EXPECT_EQ(ended.member("status"), "\"done\"");
}

TEST_F(EvidenceCommand, OverwritesNothingUnasked)
{
    box_.write("table.csv", "mine\n");
    const Ended ended = evidence({"--cases", "cases.toml", "--out", "table.csv"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_TRUE(begins(ended.err, "table.csv: exists already"));
}

TEST_F(EvidenceCommand, NamesWhatCannotBeMeant)
{
    EXPECT_EQ(evidence({}).err, "evidence: --cases is missing (what is expected stands in a file); "
                                "name it: --cases scenarios/kz/evidence.toml\n");
    EXPECT_EQ(evidence({"--cases", "cases.toml", "--only", "more_deth"}).err,
              "--only: there is no case 'more_deth' in cases.toml (nothing would be run for it); did "
              "you mean 'more_deaths'?\n");
    EXPECT_EQ(evidence({"--cases", "cases.toml", "--replicates", "1"}).err,
              "--replicates: 1 is too few (one pair has no interval); give 2 or more\n");
    EXPECT_EQ(evidence({"--cases", "none.toml"}).exit_code, 2);
    box_.write("cases.toml", qonys::testing::more_deaths);
    const Ended ended = evidence({"--cases", "cases.toml"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.err,
              "cases.toml: lever 'fertility.level' of the model has no case (what it does would be "
              "held against nothing); add a [[case]] for it, with a sign at least and its ground\n");
}

TEST_F(EvidenceCommand, NamesTheLineOfAMeasureThatTheModelRefuses)
{
    std::string wrong = qonys::testing::fewer_births;
    wrong.replace(wrong.find("value = 0"), 9, "value = 11");
    box_.write("cases.toml", qonys::testing::more_deaths + wrong);
    const Ended ended = evidence({"--cases", "cases.toml"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_TRUE(matches(ended.err, "^cases.toml:31: .*value = 11 is outside \\[0, 10\\]"));
}

}  // namespace
}  // namespace qonys::test
