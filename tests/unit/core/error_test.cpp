#include "qonys/core/error.hpp"

#include <gtest/gtest.h>

namespace qonys {
namespace {

Problem negative_distance()
{
    return {.file = "base.toml",
            .line = 41,
            .key = "moves.decay",
            .value = "-1.2",
            .what = "moves.decay = -1.2 is outside (0, 5]",
            .why = "attraction must fall with distance",
            .hint = "did you mean 1.2?"};
}

TEST(Problem, IsOneSentenceWithPlaceReasonAndAdvice)
{
    EXPECT_EQ(negative_distance().text(),
              "base.toml:41: moves.decay = -1.2 is outside (0, 5] (attraction must fall with "
              "distance); did you mean 1.2?");
}

TEST(Problem, LeavesOutWhatIsNotKnown)
{
    Problem problem = negative_distance();
    problem.line = 0;
    problem.why.clear();
    EXPECT_EQ(problem.text(), "base.toml: moves.decay = -1.2 is outside (0, 5]; did you mean 1.2?");
    problem.file.clear();
    problem.hint.clear();
    EXPECT_EQ(problem.text(), "moves.decay = -1.2 is outside (0, 5]");
}

TEST(InputError, TellsEveryProblemOnALineOfItsOwn)
{
    Problem other;
    other.what = "missing key 'model'";
    const InputError error({negative_distance(), other});
    EXPECT_EQ(error.problems().size(), 2U);
    EXPECT_EQ(std::string(error.what()), negative_distance().text() + "\nmissing key 'model'");
}

}  // namespace
}  // namespace qonys
