#include <gtest/gtest.h>

#include <csignal>

#include "program/program_fixture.hpp"

namespace qonys::test {
namespace {

using LivesCommand = Program;

/// What the program tells of a file, whole.
std::string told(const Sandbox& box, const std::string& file)
{
    const Ended ended = box.run({"lives", file});
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    return ended.out;
}

TEST_F(LivesCommand, TellsTheSameForAnyThreadsAndRanks)
{
    ASSERT_EQ(box_.run({"run", "small.toml", "--follow", "20", "--out", "a.h5"}).exit_code, 0);
    const std::string expected = told(box_, "a-lives.csv");
    EXPECT_TRUE(holds(expected, "person:"));
    EXPECT_TRUE(holds(expected, "  2024-12 is there: birth month "));
    for (const char* threads : {"2", "7"}) {
        for (const char* ranks : {"1", "3", "8"}) {
            const Ended other =
                box_.run({"run", "small.toml", "--follow", "20", "--out", "b.h5", "--force",
                          "--threads", threads, "--pretend-ranks", ranks});
            ASSERT_EQ(other.exit_code, 0) << other.err;
            EXPECT_EQ(told(box_, "b-lives.csv"), expected) << threads << " " << ranks;
        }
    }
}

TEST_F(LivesCommand, NamesTheFileAndKeepsTheHash)
{
    const Ended without = box_.run({"run", "small.toml", "--json", "--out", "a.h5"});
    const Ended with =
        box_.run({"run", "small.toml", "--json", "--follow", "all", "--out", "b.h5"});
    EXPECT_EQ(with.member("result_hash"), without.member("result_hash"));
    EXPECT_TRUE(holds(with.last_line(), "[\"b.h5\", \"b-lives.csv\"]")) << with.out;
    const Ended again = box_.run({"run", "small.toml", "--follow", "1", "--out", "c.h5"});
    EXPECT_TRUE(holds(again.out, "Lives:   c-lives.csv (of each kind 1 drawn by chance from those "
                                 "there at the start); read them with 'qonys lives c-lives.csv'"));
    EXPECT_FALSE(box_.has("c-lives.csv.partial"));
}

TEST_F(LivesCommand, DoesNotOverwriteUnasked)
{
    box_.write("a-lives.csv", "mine");
    const Ended ended = box_.run({"run", "small.toml", "--follow", "1", "--out", "a.h5"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_TRUE(begins(ended.err, "a-lives.csv: exists already"));
    EXPECT_FALSE(box_.has("a.h5"));
}

TEST_F(LivesCommand, SaysWhatIsWrongInOneSentence)
{
    const auto refusal = [&](const std::string& whom) {
        const Ended ended = box_.run({"run", "small.toml", "--follow", whom, "--out", "a.h5"});
        EXPECT_EQ(ended.exit_code, 2) << ended.err;
        EXPECT_FALSE(box_.has("a-lives.csv"));
        EXPECT_FALSE(box_.has("a-lives.csv.partial"));
        return ended.err;
    };
    EXPECT_TRUE(begins(refusal("0"), "--follow: 0 is nobody"));
    EXPECT_TRUE(begins(refusal("person:xyz"), "--follow: 'person:xyz' is not a key"));
    EXPECT_TRUE(holds(refusal("person:1"),
                      "--follow: 'person:0000000000000001' is not there at the start"));
    EXPECT_TRUE(holds(refusal("firm:1"), "is of no kind that this model has; kinds are person"));
    EXPECT_TRUE(begins(refusal("@nobody.txt"), "nobody.txt: cannot be read: No such file"));
    EXPECT_TRUE(begins(box_.run({"lives", "small.toml"}).err,
                       "small.toml: is not a file of lives"));
}

TEST_F(LivesCommand, TellsOneLifeByItsKey)
{
    ASSERT_EQ(box_.run({"run", "small.toml", "--follow", "3", "--out", "a.h5"}).exit_code, 0);
    const std::string all = told(box_, "a-lives.csv");
    const std::string key = all.substr(0, all.find('\n'));
    box_.write("keys.txt", key + "\n");
    ASSERT_EQ(box_.run({"run", "small.toml", "--follow", "@keys.txt", "--out", "b.h5"}).exit_code, 0);
    const Ended one = box_.run({"lives", "a-lives.csv", "--key", key});
    EXPECT_EQ(one.exit_code, 0) << one.err;
    EXPECT_EQ(one.out, told(box_, "b-lives.csv"));
    const Ended nobody = box_.run({"lives", "a-lives.csv", "--key", "person:1"});
    EXPECT_EQ(nobody.exit_code, 2);
    EXPECT_TRUE(holds(nobody.err, "does not tell of 'person:0000000000000001'"));
}

TEST_F(LivesCommand, GoesOnWhenTheRunDoes)
{
    box_.write("longer.toml", longer);
    ASSERT_EQ(box_.run({"run", "longer.toml", "--follow", "30", "--out", "whole.h5"}).exit_code, 0);
    const Ended stopped = box_.run_and_signal(
        {"run", "longer.toml", "--follow", "30", "--out", "part.h5"}, SIGTERM, "% done");
    ASSERT_EQ(stopped.exit_code, 143) << stopped.err;
    EXPECT_TRUE(box_.has("part-lives.csv.partial"));
    EXPECT_FALSE(box_.has("part-lives.csv"));
    const Ended resumed = box_.run({"resume", "part.h5.checkpoint.h5", "--pretend-ranks", "2"});
    ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_EQ(told(box_, "part-lives.csv"), told(box_, "whole-lives.csv"));
    EXPECT_FALSE(box_.has("part-lives.csv.partial"));
}

}  // namespace
}  // namespace qonys::test
