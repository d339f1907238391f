#include "qonys/catalogue/names.hpp"

#include <gtest/gtest.h>

namespace qonys {
namespace {

std::string problems_of(const std::string& name)
{
    const Document document = Document::parse("name = " + name, "n.toml");
    Reader in(document);
    static_cast<void>(read_names(in));
    std::string all;
    for (const Problem& problem : in.problems()) {
        all += problem.text() + "\n";
    }
    return all;
}

TEST(Names, AreNeededInThreeLanguages)
{
    EXPECT_EQ(problems_of("{kk = \"Көші-қон\", ru = \"Миграция\", en = \"Migration\"}"), "");
    EXPECT_NE(problems_of("{ru = \"Миграция\", en = \"Migration\"}").find("'name.kk'"),
              std::string::npos);
    EXPECT_NE(
        problems_of("{kk = \"\", ru = \"Миграция\", en = \"Migration\"}").find("'kk' is empty"),
        std::string::npos);
}

TEST(Origin, IsReadWithItsSource)
{
    const Document document =
        Document::parse("provenance = \"proxy\"\nsource = \"https://example.org\"", "o.toml");
    Reader in(document);
    const Origin origin = read_origin(in);
    EXPECT_TRUE(in.problems().empty());
    EXPECT_EQ(origin.provenance, "proxy");
    EXPECT_EQ(origin.note, "");
}

}  // namespace
}  // namespace qonys
