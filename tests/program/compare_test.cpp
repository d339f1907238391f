#include <gtest/gtest.h>

#include "program/program_fixture.hpp"

namespace qonys::test {
namespace {

using CompareCommand = Program;

TEST_F(CompareCommand, FindsEqualRunsTheSame)
{
    ASSERT_EQ(box_.run({"ensemble", "small.toml", "--out", "a.h5", "--quiet"}).exit_code, 0);
    ASSERT_EQ(box_.run({"ensemble", "small.toml", "--out", "b.h5", "--quiet"}).exit_code, 0);
    const Ended ended = box_.run({"compare", "a.h5", "b.h5"});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_TRUE(matches(ended.out, "\n  births +total, persons .* the same\n"));
    EXPECT_TRUE(holds(ended.out, "Paired over 2 replicates"));
}

TEST_F(CompareCommand, GivesNoIntervalForOneReplicate)
{
    ASSERT_EQ(box_.run({"run", "small.toml", "--out", "a.h5", "--quiet"}).exit_code, 0);
    ASSERT_EQ(box_.run({"run", "small.toml", "--out", "b.h5", "--quiet", "--set",
                        "population.people=6000"})
                  .exit_code,
              0);
    const Ended ended = box_.run({"compare", "a.h5", "b.h5", "--indicator", "births"});
    EXPECT_EQ(ended.exit_code, 0);
    EXPECT_TRUE(holds(ended.out, "One replicate gives a difference without an interval"));
    EXPECT_TRUE(matches(ended.out, "\n  all +[0-9]+ +[0-9]+ +\\+[0-9]+ +-"));
}

TEST_F(CompareCommand, RefusesOtherSeedsAndPeriods)
{
    ASSERT_EQ(box_.run({"run", "small.toml", "--out", "a.h5", "--quiet"}).exit_code, 0);
    ASSERT_EQ(box_.run({"run", "small.toml", "--out", "b.h5", "--quiet", "--seed", "2", "--set",
                        "run.end=2025-06"})
                  .exit_code,
              0);
    const Ended ended = box_.run({"compare", "a.h5", "b.h5"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(
        ended.err,
        "a.h5 and b.h5: periods 2025-01 to 2025-12 and 2025-01 to 2025-06 differ (totals over "
        "different months cannot be subtracted); run both with the same run.start and run.end\n"
        "a.h5 and b.h5: seeds 1 and 2 differ (replicates are paired by their common draws); run "
        "both with the same --seed\n");
}

TEST_F(CompareCommand, SuggestsTheNearestIndicator)
{
    ASSERT_EQ(box_.run({"run", "small.toml", "--out", "a.h5", "--quiet"}).exit_code, 0);
    const Ended ended = box_.run({"compare", "a.h5", "a.h5", "--indicator", "brths"});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_TRUE(ends(ended.err, "did you mean 'births'?\n"));
}

}  // namespace
}  // namespace qonys::test
