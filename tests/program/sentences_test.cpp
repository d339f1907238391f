#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "program/program_fixture.hpp"

namespace qonys::test {
namespace {

const std::string kazakhstan = QONYS_SOURCE_DIR "/scenarios/kz/base.toml";

using RunCommand = Program;
using FitCommand = Program;
using CommandLine = Program;
using FullOutput = Program;

TEST_F(RunCommand, SaysThatOneReplicateHasNoKnownError)
{
    const std::string line =
        "\nOne replicate: its Monte-Carlo error is not known; --replicates 4 shows it.\n";
    EXPECT_TRUE(holds(box_.run({"run", "small.toml"}).out, line));
    EXPECT_FALSE(holds(
        box_.run({"run", "small.toml", "--replicates", "2", "--force"}).out, line));
}

/// A short run of the Kazakhstan model.
Ended short_run(const Sandbox& box, const std::string& command, std::vector<std::string> words)
{
    std::vector<std::string> all{command, kazakhstan, "--scale", "0.001", "--force",
                                 "--set", "run.end=2025-03"};
    all.insert(all.end(), words.begin(), words.end());
    return box.run(all);
}

TEST_F(RunCommand, ListsATotalOnce)
{
    const Ended ended = short_run(box_, "run", {});
    ASSERT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_TRUE(holds(ended.out, "\n  births "));
    EXPECT_FALSE(holds(ended.out, "births_by_age"));
    EXPECT_FALSE(holds(ended.out, "kandas_granted_by_origin"));
    EXPECT_FALSE(holds(ended.out, "population_by_age"));
}

TEST_F(RunCommand, TellsTheFitOfItsPeopleWhenAsked)
{
    EXPECT_FALSE(holds(short_run(box_, "run", {}).out, "fit their margins"));
    const Ended asked = short_run(box_, "run", {"--fit-report"});
    EXPECT_TRUE(holds(asked.out, "\nHow well the people made fit their margins\n"));
    EXPECT_TRUE(matches(asked.out, "\nregion x sex .* exact, at scale 1\n"));
}

TEST_F(RunCommand, NeverCallsTheForecastMonteCarlo)
{
    const Ended ended = short_run(box_, "ensemble", {"--replicates", "4"});
    ASSERT_EQ(ended.exit_code, 0) << ended.err;
    EXPECT_TRUE(matches(ended.out, "Flows, total over the run\n +80 % forecast interval\n"));
    EXPECT_TRUE(matches(ended.out, "\n  births +[0-9,]+ +± [0-9,]+ +persons +[0-9,]+ to [0-9,]+"));
    EXPECT_TRUE(holds(ended.out, "± is taken within pairs."));
    EXPECT_FALSE(holds(ended.out, "± holds both"));
}

TEST_F(RunCommand, RefusesASampleTooSmallToSayAnything)
{
    EXPECT_EQ(box_.run({"run", "small.toml", "--scale", "0.0009"}).err,
              "--scale: 0.0009 is outside [0.001, 1] (it is the part of the population simulated); "
              "give a number within it\n");
}

TEST_F(RunCommand, WritesTheRangeOfSeedsInFullDigits)
{
    const std::string rest =
        " is outside [0, 9223372036854775807] (a seed is a count); give a number within it\n";
    EXPECT_EQ(box_.run({"run", "small.toml", "--seed", "9223372036854775808"}).err,
              "--seed: 9223372036854775808" + rest);
    EXPECT_EQ(box_.run({"run", "small.toml", "--seed=-1"}).err, "--seed: -1" + rest);
}

TEST_F(RunCommand, SaysOnlyThatTheStartIsNotKnown)
{
    EXPECT_EQ(box_.run({"check", kazakhstan, "--set", "run.start=2010-01"}).err,
              "--set: run.start = 2010-01 has no people to start with (the people are known on 1 "
              "January of 2022 and 2025); start in 2022-01 or 2025-01\n");
}

TEST_F(FitCommand, KnowsTheCalendar)
{
    for (const std::string day : {"2024-13-31", "2024-02-31", "2023-02-29", "2024-12-00",
                                  "31.12.2024", "2024-1-031"}) {
        EXPECT_EQ(box_.run({"fit", kazakhstan, "--as-of", day, "--out", "f.toml"}).err,
                  "--as-of: '" + day +
                      "' is not a day of the calendar (figures known by that day are used); write "
                      "it as 2024-12-31\n");
    }
}

TEST_F(CommandLine, NamesTheCommandInJsonThatTellsOfFailure)
{
    const Ended ended = box_.run({"run", "none.toml", "--json"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.member("command"), "\"run\"");
    EXPECT_EQ(ended.member("status"), "\"failed\"");
}

/// Output that goes to a device without room.
struct Shell {
    int exit_code;
    std::string err;
};

Shell print_to_full(const std::string& words)
{
    const std::string err = std::string(QONYS_TEST_DIR) + "/full_output.err";
    const int status =
        std::system((std::string(QONYS_PROGRAM) + " " + words + " >/dev/full 2>" + err).c_str());
    std::ostringstream text;
    text << std::ifstream(err).rdbuf();
    return {WEXITSTATUS(status), text.str()};
}

TEST_F(FullOutput, GetsASentence)
{
    // Little waits in memory until the end; much is written on the way.
    for (const char* words : {"--version", "describe --models", "run --help"}) {
        const Shell shell = print_to_full(words);
        EXPECT_EQ(shell.exit_code, 2) << words;
        EXPECT_EQ(shell.err,
                  "standard output: cannot be written: No space left on device (what was to be "
                  "printed is lost, results in files are not); print to another place\n");
    }
    const Shell much = print_to_full("describe " + kazakhstan + " --parameters");
    EXPECT_EQ(much.exit_code, 2);
    EXPECT_TRUE(begins(much.err, "standard output: cannot be written: No space left on device"));
}

}  // namespace
}  // namespace qonys::test
