#include <gtest/gtest.h>

#include <csignal>

#include "program/program_fixture.hpp"

namespace qonys::test {
namespace {

using JournalOption = Program;

/// A few hundred people of whom registers keep books, long enough to be stopped in the middle.
std::string registers_of_kazakhstan()
{
    return "extends = \"" + std::string(QONYS_SOURCE_DIR) +
           "/scenarios/kz/base.toml\"\nrun.end = \"2034-12\"\npopulation.scale = 0.001\n";
}

TEST_F(JournalOption, IsKeptBesideTheResultsAndChangesNothing)
{
    box_.write("kz.toml", registers_of_kazakhstan());
    const std::string year = "run.end=2025-06";
    const Ended without = box_.run({"run", "kz.toml", "--set", year, "--out", "a.h5", "--json"});
    const Ended with = box_.run({"run", "kz.toml", "--set", year, "--journal", "--out", "b.h5"});
    ASSERT_EQ(with.exit_code, 0) << with.err;
    EXPECT_FALSE(box_.has("a-journal.csv"));
    EXPECT_TRUE(begins(box_.text_of("b-journal.csv"),
                       "month,person,event,agency,followed,region,numbers,since,recorded,sex,"
                       "birth_month,origin,host,permit\n2024-12,"));
    EXPECT_TRUE(holds(with.out, "Journal: b-journal.csv; 'qonys extract b.h5' makes extracts"));
    const std::string hash = with.out.substr(with.out.find("Hash:") + 9, 64);
    EXPECT_TRUE(holds(without.out, hash));
    EXPECT_TRUE(
        begins(box_.run({"run", "kz.toml", "--set", year, "--journal", "--out", "b.h5"}).err,
               "b.h5: exists already"));
}

TEST_F(JournalOption, GoesOnWhenTheRunDoes)
{
    box_.write("kz.toml", registers_of_kazakhstan());
    ASSERT_EQ(box_.run({"run", "kz.toml", "--journal", "--out", "whole.h5"}).exit_code, 0);
    const Ended stopped =
        box_.run_and_signal({"run", "kz.toml", "--journal", "--out", "part.h5"}, SIGTERM, "% done");
    ASSERT_EQ(stopped.exit_code, 143) << stopped.err;
    EXPECT_TRUE(box_.has("part-journal.csv.partial"));
    EXPECT_FALSE(box_.has("part-journal.csv"));
    const Ended resumed = box_.run({"resume", "part.h5.checkpoint.h5", "--pretend-ranks", "2"});
    ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_TRUE(box_.text_of("part-journal.csv") == box_.text_of("whole-journal.csv"));
    EXPECT_FALSE(box_.has("part-journal.csv.partial"));
}

TEST_F(JournalOption, IsRefusedWhereNoneIsKept)
{
    const Ended ended = box_.run({"run", "small.toml", "--journal", "--out", "a.h5"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_TRUE(begins(ended.err, "--journal: the model 'person_months' keeps no journal"))
        << ended.err;
    EXPECT_FALSE(box_.has("a.h5"));
    EXPECT_TRUE(begins(box_.run({"run", "--resume", "a.checkpoint.h5", "--journal"}).err,
                       "--journal: stands beside --resume"));
}

}  // namespace
}  // namespace qonys::test
