#include <gtest/gtest.h>

#include "program/program_fixture.hpp"

namespace qonys::test {
namespace {

using CommandLine = Program;
using CheckCommand = Program;
using DescribeCommand = Program;
using EnsembleCommand = Program;
using RunCommand = Program;

TEST_F(CommandLine, HelpNamesEveryCommand)
{
    const Ended ended = box_.run({"--help"});
    EXPECT_EQ(ended.exit_code, 0);
    for (const char* command : {"check", "describe", "run", "ensemble", "compare", "resume"}) {
        EXPECT_TRUE(holds(ended.out, std::string("\n  ") + command + " "));
    }
}

TEST_F(CommandLine, TellsItsVersion)
{
    EXPECT_TRUE(begins(box_.run({"--version"}).out, "qonys 0."));
}

TEST_F(CommandLine, SuggestsTheNearestCommand)
{
    const Ended ended = box_.run({"rnu", "small.toml"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.err, "qonys: unknown command 'rnu'; did you mean 'run'?\n");
}

TEST_F(CommandLine, SuggestsTheNearestOption)
{
    const Ended ended = box_.run({"run", "small.toml", "--replicate", "3"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.err, "run: unknown option '--replicate'; did you mean '--replicates'?\n");
}

TEST_F(CommandLine, TellsEveryIllegalValueAtOnce)
{
    const Ended ended = box_.run({"run", "small.toml", "--scale", "2", "--replicates", "0"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.err,
              "--replicates: 0 is outside [1, 1000000] (at least one run is needed); give a number "
              "within it\n"
              "--scale: 2 is outside [0.001, 1] (it is the part of the population simulated); give a "
              "number within it\n");
}

TEST_F(CommandLine, TellsWordsFromNumbers)
{
    const Ended ended = box_.run({"run", "small.toml", "--seed", "x"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.err,
              "--seed: 'x' is not a number of the kind expected; see 'qonys run --help'\n");
}

TEST_F(CommandLine, MissesTheScenario)
{
    EXPECT_EQ(box_.run({"run"}).err, "run: no scenario is given; see 'qonys run --help'\n");
    EXPECT_EQ(box_.run({"compare", "a.h5"}).err,
              "compare: 2 results files are needed, one is given; see 'qonys compare --help'\n");
    EXPECT_EQ(box_.run({}).err, "qonys: no command is given; see 'qonys --help'\n");
}

TEST_F(CheckCommand, SaysOk)
{
    const Ended ended = box_.run({"check", "small.toml"});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_EQ(ended.out, "small.toml: ok\n");
}

// Its tables lie beside the base, not beside the scenario: what is looked for there must not end the program.
TEST_F(CheckCommand, ReadsAScenarioFromAnywhereThatExtendsKazakhstan)
{
    box_.write("mine.toml", "extends = \"" QONYS_SOURCE_DIR "/scenarios/kz/base.toml\"\n");
    const Ended ended = box_.run({"check", "mine.toml"});
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_EQ(ended.out, "mine.toml: ok\n");
}

TEST_F(CheckCommand, GoesOnAfterABadScenario)
{
    box_.write("bad.toml", std::string(small) + "poeple = 3\n");
    const Ended ended = box_.run({"check", "bad.toml", "small.toml", "none.toml"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.out, "small.toml: ok\n");
    EXPECT_TRUE(holds(ended.err, "bad.toml:8: unknown key 'population.poeple'"));
    EXPECT_TRUE(holds(ended.err, "did you mean 'population.people'?"));
    EXPECT_TRUE(holds(ended.err, "none.toml"));
}

TEST_F(DescribeCommand, PrintsTheSectionsAskedFor)
{
    const Ended ended = box_.run({"describe", "small.toml", "--memory"});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_TRUE(begins(ended.out, "Small\n  model       person_months: "));
    EXPECT_TRUE(holds(ended.out, "\n  person  birth_month  i16  2  month of birth"));
    EXPECT_TRUE(holds(ended.out, "about 3,000 people at scale 1"));
    EXPECT_FALSE(holds(ended.out, "Schedule"));
}

TEST_F(DescribeCommand, PrintsAllByDefault)
{
    const Ended ended = box_.run({"describe", "small.toml", "--set", "population.people=4000"});
    for (const char* title : {"\nSchedule", "\nLevers", "\nMeasures", "\nParameters",
                              "\nAssumptions", "\nMemory", "\nInput files"}) {
        EXPECT_TRUE(holds(ended.out, title));
    }
    EXPECT_TRUE(matches(ended.out, "population.people +4000 +persons"));
}

TEST_F(DescribeCommand, ListsModelsWithoutAScenario)
{
    const Ended ended = box_.run({"describe", "--models"});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_TRUE(holds(ended.out, "\n  person_months"));
}

TEST_F(RunCommand, WritesResultsAndASummary)
{
    const Ended ended = box_.run({"run", "small.toml"});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_TRUE(begins(ended.out, "Small\n2025-01 to 2025-12, 3,000 people simulated"));
    EXPECT_TRUE(matches(ended.out, "\n  births +[0-9]+ +persons\n"));
    EXPECT_TRUE(holds(ended.out, "\nResults: results/small-run.h5\n"));
    EXPECT_TRUE(box_.has("results/small-run.h5"));
    EXPECT_FALSE(box_.has("results/small-run.h5.checkpoint.h5"));
    EXPECT_TRUE(holds(ended.err, "100 % done"));
}

TEST_F(RunCommand, IsQuietWhenAsked)
{
    const Ended ended = box_.run({"run", "small.toml", "--quiet"});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_EQ(ended.out + ended.err, "");
}

TEST_F(RunCommand, EndsWithOneJsonObject)
{
    const Ended ended = box_.run({"run", "small.toml", "--json", "--seed", "7", "--out", "a.h5"});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_EQ(ended.out, ended.last_line() + "\n");
    EXPECT_TRUE(begins(ended.out, "{\"command\": \"run\", \"status\": \"done\""));
    EXPECT_EQ(ended.member("seed"), "7");
    EXPECT_EQ(ended.member("replicates"), "1");
    EXPECT_EQ(ended.member("files"), "[\"a.h5\"]");
    EXPECT_EQ(ended.member("result_hash").size(), 66u);
    for (const char* name : {"version", "scenario_digest", "scale", "threads", "seconds", "read",
                             "synthesis", "simulation", "output", "cpu_s", "peak_rss_mib", "totals",
                             "births", "person_months", "people"}) {
        EXPECT_NE(ended.member(name), "") << name;
    }
}

TEST_F(RunCommand, TellsProblemsAsJsonToo)
{
    const Ended ended = box_.run({"run", "none.toml", "--json"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_TRUE(begins(ended.out,
                       "{\"command\": \"run\", \"status\": \"failed\", \"exit_code\": 2"));
    EXPECT_TRUE(holds(ended.err, "none.toml"));
}

TEST_F(RunCommand, HasTheSameHashForAnyThreadsAndRanks)
{
    const std::string hash = box_.run({"run", "small.toml", "--json"}).member("result_hash");
    const auto again = [&](const std::vector<std::string>& how) {
        std::vector<std::string> words{"run", "small.toml", "--json", "--force"};
        words.insert(words.end(), how.begin(), how.end());
        return box_.run(words).member("result_hash");
    };
    EXPECT_EQ(again({"--threads", "3"}), hash);
    EXPECT_EQ(again({"--pretend-ranks", "3", "--threads", "1"}), hash);
    EXPECT_NE(again({"--seed", "2"}), hash);
}

TEST_F(RunCommand, RefusesToOverwrite)
{
    box_.write("a.h5", "precious");
    const Ended ended = box_.run({"run", "small.toml", "--out", "a.h5"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.err,
              "a.h5: exists already (results are not overwritten unasked); give another name with "
              "--out, or use --force\n");
    EXPECT_EQ(box_.run({"run", "small.toml", "--out", "a.h5", "--force"}).exit_code, 0);
}

TEST_F(RunCommand, LooksAtTheFolderBeforeItSimulates)
{
    box_.write("file", "");
    const Ended ended = box_.run({"run", "small.toml", "--out", "file/a.h5"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(
        ended.err,
        "file: cannot be written to: Not a directory (results go there); name a file in another "
        "folder with --out\n");
}

TEST_F(RunCommand, MakesTheFolder)
{
    EXPECT_EQ(box_.run({"run", "small.toml", "--out", "new/folder/a.h5", "--csv"}).exit_code, 0);
    EXPECT_TRUE(box_.has("new/folder/a.h5"));
    EXPECT_TRUE(box_.has("new/folder/a-csv/births.csv"));
}

TEST_F(RunCommand, OnlyTellsWhenDry)
{
    const Ended ended = box_.run({"run", "small.toml", "--dry-run", "--replicates", "3"});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_TRUE(holds(ended.out, "3 replicates of 12 months each"));
    EXPECT_TRUE(holds(ended.out, "about 3,000 people"));
    EXPECT_TRUE(matches(ended.out, "about 0:0[0-9] on [0-9]+ threads?, judged by small samples\n"));
    EXPECT_FALSE(box_.has("results"));
}

TEST_F(EnsembleCommand, RunsTwoReplicatesAtLeast)
{
    const Ended ended = box_.run({"ensemble", "small.toml"});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_TRUE(holds(ended.out, "Monte-Carlo standard error"));
    EXPECT_TRUE(matches(ended.out, "\n  births +[0-9.]+ +± [0-9.]+ +persons\n"));
    EXPECT_TRUE(box_.has("results/small-ensemble.h5"));
    EXPECT_EQ(box_.run({"ensemble", "small.toml", "--force", "--json"}).member("replicates"), "2");
}

TEST_F(EnsembleCommand, RefusesOneReplicate)
{
    const Ended ended = box_.run({"ensemble", "small.toml", "--replicates", "1"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(
        ended.err,
        "--replicates: 1 is too few for an ensemble (one replicate has no Monte-Carlo error); "
        "give 2 or more, or use 'qonys run'\n");
}

}  // namespace
}  // namespace qonys::test
