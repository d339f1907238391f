#include "qonys/scenario/known_names.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace qonys {
namespace {

const std::vector<std::string> levers{"kandas.quota", "resettlement.quota"};
const KnownNames known{"lever", levers, "a case is about one"};

TEST(KnownNames, LetsAKnownNamePass)
{
    const Document document = Document::parse("lever = \"kandas.quota\"", "c.toml");
    Reader in(document);
    EXPECT_TRUE(require_known(in, "lever", "kandas.quota", known));
    EXPECT_TRUE(in.problems().empty());
}

TEST(KnownNames, NamesTheNearestOfAnUnknownOne)
{
    const Document document = Document::parse("\nlever = \"kandas.qouta\"", "c.toml");
    Reader in(document);
    EXPECT_FALSE(require_known(in, "lever", "kandas.qouta", known));
    ASSERT_EQ(in.problems().size(), 1U);
    EXPECT_EQ(in.problems()[0].text(), "c.toml:2: lever 'kandas.qouta' is not known (a case is about one); did "
                                       "you mean 'kandas.quota'?");
}

}  // namespace
}  // namespace qonys
