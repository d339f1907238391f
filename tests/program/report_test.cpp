#include <gtest/gtest.h>

#include <cstdlib>

#include "program/program_fixture.hpp"

namespace qonys::test {
namespace {

using ReportCommand = Program;

// Pages themselves are tested in tests/python: here only what needs no Python.
TEST_F(ReportCommand, SaysThatPythonIsMissing)
{
    setenv("QONYS_PYTHON", "no-such-python", 1);
    const Ended ended = box_.run({"report", "a.h5"});
    unsetenv("QONYS_PYTHON");
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.err,
              "no-such-python: cannot be started: No such file or directory (the report is written "
              "in Python); run ./run.sh once, or name a Python 3.11 or newer in QONYS_PYTHON\n");
}

// `sh -m FILE` runs the file, which is called as the module would be.
TEST_F(ReportCommand, TakesThePackageThatIsNamed)
{
    box_.write("qonys.report", "printf '%s' \"$PYTHONPATH\"\n");
    const std::string named = QONYS_SOURCE_DIR "/tests/../python";
    setenv("QONYS_PYTHON", "sh", 1);
    setenv("QONYS_PACKAGE_FOLDER", named.c_str(), 1);
    setenv("PYTHONPATH", "mine", 1);
    const Ended ended = box_.run({"report", "a.h5"});
    unsetenv("PYTHONPATH");
    unsetenv("QONYS_PACKAGE_FOLDER");
    unsetenv("QONYS_PYTHON");
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_EQ(ended.out, named + ":mine");
}

TEST_F(ReportCommand, SaysThatTheNamedFolderHasNoPackage)
{
    setenv("QONYS_PACKAGE_FOLDER", "nowhere", 1);
    const Ended ended = box_.run({"report", "a.h5"});
    unsetenv("QONYS_PACKAGE_FOLDER");
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.err,
              "nowhere/qonys: the Python package is not there (the report is written in Python); "
              "name the folder that holds it in QONYS_PACKAGE_FOLDER\n");
}

TEST_F(ReportCommand, HandsItsOptionsOver)
{
    setenv("QONYS_PYTHON", "echo", 1);
    const Ended ended = box_.run({"report", "--force", "a.h5", "--out", "b c.html"});
    unsetenv("QONYS_PYTHON");
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_EQ(ended.out, "-m qonys.report --out=b c.html --force -- a.h5\n");
}

TEST_F(ReportCommand, HandsTwoFilesOverAndNoMore)
{
    setenv("QONYS_PYTHON", "echo", 1);
    const Ended two = box_.run({"report", "a.h5", "b.h5"});
    const Ended three = box_.run({"report", "a.h5", "b.h5", "c.h5"});
    unsetenv("QONYS_PYTHON");
    EXPECT_EQ(two.out, "-m qonys.report -- a.h5 b.h5\n");
    EXPECT_EQ(three.exit_code, 2);
    EXPECT_EQ(three.err, "report: unexpected argument 'c.h5'; see 'qonys report --help'\n");
}

TEST_F(ReportCommand, HandsBackcastsOver)
{
    setenv("QONYS_PYTHON", "echo", 1);
    const Ended ended = box_.run({"backcast", "a.h5", "--summary", "--against", "my kz"});
    unsetenv("QONYS_PYTHON");
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_EQ(ended.out, "-m qonys.backcast --summary --against=my kz -- a.h5\n");
}

TEST_F(ReportCommand, HandsIngestsOver)
{
    setenv("QONYS_PYTHON", "echo", 1);
    const Ended plain = box_.run({"ingest", "in"});
    const Ended full =
        box_.run({"ingest", "in", "--out", "my out", "--truth", "t.csv", "--threshold", "0.95",
                  "--suppress-below", "5", "--records", "--force", "--json"});
    unsetenv("QONYS_PYTHON");
    EXPECT_EQ(plain.exit_code, 0);
    EXPECT_EQ(plain.out, "-m qonys.ingest -- in\n");
    EXPECT_EQ(full.exit_code, 0);
    EXPECT_EQ(full.out,
              "-m qonys.ingest --out=my out --force --truth=t.csv --threshold=0.95 "
              "--suppress-below=5 --records --json -- in\n");
}

TEST_F(ReportCommand, HandsExtractsOver)
{
    setenv("QONYS_PYTHON", "echo", 1);
    const Ended ended =
        box_.run({"extract", "a.h5", "--seed", "7", "--no-errors", "--out", "my out", "--force"});
    unsetenv("QONYS_PYTHON");
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_EQ(ended.out, "-m qonys.extracts --out=my out --force --seed=7 --no-errors -- a.h5\n");
}

TEST_F(ReportCommand, RefusesIngestsThatCannotBeMeant)
{
    const Ended ended = box_.run({"ingest", "in", "--threshold", "0.2", "--suppress-below", "-1"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(
        ended.err,
        "--threshold: 0.2 is outside [0.5, 1] (it is a probability); give a number within it\n"
        "--suppress-below: -1 is outside [0, 1000000] (it is a number of persons); give a "
        "number within it\n");
    EXPECT_EQ(box_.run({"ingest"}).err, "ingest: no folder is given; see 'qonys ingest --help'\n");
}

TEST_F(ReportCommand, WantsOneFile)
{
    const Ended ended = box_.run({"report"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.err, "report: no results file is given; see 'qonys report --help'\n");
}

TEST_F(ReportCommand, SuggestsTheNearestOption)
{
    const Ended ended = box_.run({"report", "a.h5", "--ot", "b.html"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_TRUE(holds(ended.err, "unknown option '--ot'; did you mean '--out'?"));
}

}  // namespace
}  // namespace qonys::test
