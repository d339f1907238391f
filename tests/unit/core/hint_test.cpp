#include "qonys/core/hint.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace qonys {
namespace {

const std::vector<std::string> known{"kandas.quota", "resettlement.quota", "integration.hours"};

TEST(Hint, NamesTheNearestOfWhatIsKnown)
{
    EXPECT_EQ(did_you_mean("kandas.qouta", known, "no"), "did you mean 'kandas.quota'?");
}

TEST(Hint, SaysSomethingElseWhereNothingIsNear)
{
    EXPECT_EQ(did_you_mean("x", known, "see the list"), "see the list");
}

TEST(Hint, ListsNamesInQuotes)
{
    EXPECT_EQ(listed(known), "'kandas.quota', 'resettlement.quota', 'integration.hours'");
}

TEST(Hint, CountsWhatALongListLeavesOut)
{
    const std::vector<std::string> names(11, "a");
    EXPECT_EQ(listed(names), "'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a' and 3 more");
}

}  // namespace
}  // namespace qonys
