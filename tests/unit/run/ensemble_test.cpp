#include "qonys/run/ensemble.hpp"

#include <gtest/gtest.h>

namespace qonys {
namespace {

std::string ensemble_of(const std::string& text, bool is_decided = false)
{
    return as_ensemble(Document::parse(text, "s.toml"), is_decided).canonical_text();
}

TEST(AsEnsemble, HasTwoReplicatesAtLeast)
{
    EXPECT_EQ(ensemble_of("a = 1\n"), "a = 1\nrun.replicates = 2\n");
    EXPECT_EQ(ensemble_of("[run]\nreplicates = 1\nseed = 3\n"),
              "run.replicates = 2\nrun.seed = 3\n");
    EXPECT_EQ(ensemble_of("[run]\nreplicates = 5\n"), "run.replicates = 5\n");
    EXPECT_EQ(ensemble_of("[run]\nreplicates = {value = 1, source = \"s\"}\n"),
              "run.replicates = 2\n");
}

TEST(AsEnsemble, LeavesTheForecastOpenUnlessTheUserHasDecided)
{
    const std::string certain = "[forecast]\nuncertain = false\n[run]\nreplicates = 4\n";
    EXPECT_EQ(ensemble_of(certain), "forecast.uncertain = true\nrun.replicates = 4\n");
    EXPECT_EQ(ensemble_of(certain, true), "forecast.uncertain = false\nrun.replicates = 4\n");
    EXPECT_EQ(ensemble_of("[run]\nreplicates = 4\n"), "run.replicates = 4\n");
}

TEST(AsEnsemble, LeavesAWrongNumberToWhoeverReadsIt)
{
    EXPECT_EQ(ensemble_of("[run]\nreplicates = 0\n"), "run.replicates = 0\n");
}

}  // namespace
}  // namespace qonys
