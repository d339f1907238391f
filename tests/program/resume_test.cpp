#include <gtest/gtest.h>

#include <csignal>

#include "program/program_fixture.hpp"

namespace qonys::test {
namespace {

using ResumeCommand = Program;

TEST_F(ResumeCommand, GivesTheResultOfARunThatWasNotStopped)
{
    box_.write("longer.toml", longer);
    const Ended whole = box_.run({"run", "longer.toml", "--json", "--out", "whole.h5"});
    ASSERT_EQ(whole.exit_code, 0) << whole.err;

    // Past half, so that one replicate is finished and one is under way.
    const Ended stopped = box_.run_and_signal({"run", "longer.toml", "--out", "part.h5"}, SIGTERM,
                                              "replicate 2 of 2");
    ASSERT_EQ(stopped.exit_code, 143) << stopped.err;
    EXPECT_TRUE(matches(stopped.err,
                        "stopped by SIGTERM after 20[0-9][0-9]-[0-9][0-9]; go on "
                        "with 'qonys resume part.h5.checkpoint.h5'\n$"));
    EXPECT_TRUE(box_.has("part.h5.checkpoint.h5"));
    EXPECT_FALSE(box_.has("part.h5"));

    const Ended afresh = box_.run({"run", "longer.toml", "--out", "part.h5"});
    EXPECT_EQ(afresh.exit_code, 2);
    EXPECT_TRUE(holds(afresh.err, "go on with 'qonys resume part.h5.checkpoint.h5'"));

    const Ended resumed = box_.run(
        {"resume", "part.h5.checkpoint.h5", "--json", "--threads", "1", "--pretend-ranks", "2"});
    ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_EQ(resumed.member("result_hash"), whole.member("result_hash"));
    EXPECT_EQ(resumed.member("files"), "[\"part.h5\"]");
    EXPECT_FALSE(box_.has("part.h5.checkpoint.h5"));
    EXPECT_FALSE(holds(box_.run({"compare", "whole.h5", "part.h5"}).out, "differs"));
}

TEST_F(ResumeCommand, StopsTwiceAndStillAgrees)
{
    box_.write("longer.toml", longer);
    const Ended whole = box_.run({"run", "longer.toml", "--json", "--out", "whole.h5"});
    const Ended stopped =
        box_.run_and_signal({"run", "longer.toml", "--out", "part.h5"}, SIGINT, "% done");
    ASSERT_EQ(stopped.exit_code, 130) << stopped.err;
    EXPECT_TRUE(holds(stopped.err, "stopped by Ctrl-C"));
    const Ended again =
        box_.run_and_signal({"run", "--resume", "part.h5.checkpoint.h5"}, SIGTERM, "people ready");
    ASSERT_EQ(again.exit_code, 143) << again.err;
    const Ended resumed = box_.run({"resume", "part.h5.checkpoint.h5", "--json"});
    EXPECT_EQ(resumed.member("result_hash"), whole.member("result_hash"));
}

TEST_F(ResumeCommand, GoesOnAfterAKillFromTheLastCheckpoint)
{
    box_.write("longer.toml", longer);
    const Ended whole = box_.run({"run", "longer.toml", "--json", "--out", "whole.h5"});
    const Ended killed =
        box_.run_and_signal({"run", "longer.toml", "--out", "part.h5", "--checkpoint-every", "24"},
                            SIGKILL, "replicate 2 of 2");
    EXPECT_NE(killed.exit_code, 0);
    EXPECT_FALSE(box_.has("part.h5"));
    ASSERT_TRUE(box_.has("part.h5.checkpoint.h5"));
    const Ended resumed =
        box_.run({"resume", "part.h5.checkpoint.h5", "--json", "--pretend-ranks", "3"});
    ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_EQ(resumed.member("result_hash"), whole.member("result_hash"));
}

TEST_F(ResumeCommand, RefusesWhatIsNoCheckpoint)
{
    const Ended ended = box_.run({"resume", "small.toml"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_TRUE(begins(ended.err, "small.toml: "));
}

TEST_F(ResumeCommand, RefusesAScenarioBesides)
{
    const Ended ended = box_.run({"run", "small.toml", "--resume", "a.checkpoint.h5"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(
        ended.err,
        "run: both a scenario and --resume are given (a checkpoint holds its own scenario); use "
        "'qonys resume a.checkpoint.h5'\n");
}

}  // namespace
}  // namespace qonys::test
