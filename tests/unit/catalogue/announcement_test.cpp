#include "qonys/catalogue/announcement.hpp"

#include "catalogue_files.hpp"

namespace qonys {
namespace {

using testing_catalogue::CatalogueFiles;

TEST(Announcement, SaysWhereTheModelHasALine)
{
    CatalogueFiles files;
    const auto catalogue = files.read();
    ASSERT_EQ(catalogue->lines.size(), 2U);
    EXPECT_EQ(catalogue->lines[0].id, "B4");
    EXPECT_EQ(catalogue->lines[0].processes, std::vector<std::string>{"settling"});
    EXPECT_FALSE(catalogue->lines[0].is_claim);
}

TEST(Announcement, AsksOfAClaimForOutcomesAlone)
{
    CatalogueFiles files;
    const auto catalogue = files.read();
    EXPECT_TRUE(catalogue->lines[1].is_claim);
    EXPECT_TRUE(catalogue->lines[1].levers.empty());
    EXPECT_EQ(catalogue->lines[1].outcomes, std::vector<std::string>{"spent"});
}

}  // namespace
}  // namespace qonys
