#include "qonys/catalogue/measures.hpp"

#include "catalogue_files.hpp"

namespace qonys {
namespace {

using testing_catalogue::CatalogueFiles;

TEST(CatalogueMeasures, AreReadWhole)
{
    CatalogueFiles files;
    const auto catalogue = files.read();
    ASSERT_EQ(catalogue->measures.all.size(), 2U);
    const CatalogueMeasure& quota = catalogue->measures.all[0];
    EXPECT_EQ(quota.id, "M01");
    EXPECT_EQ(quota.name.ru, "Региональная квота");
    EXPECT_EQ(quota.lines, std::vector<std::string>{"B4"});
    EXPECT_EQ(quota.timetable.from, Month(2026, 1));
    EXPECT_EQ(quota.changes[0].timetable.from, Month(2026, 1))
        << "the measure's, where a change is silent";
    EXPECT_EQ(quota.changes[0].name, "M01");
    ASSERT_TRUE(quota.cost.has_value());
    EXPECT_EQ(quota.cost->unit, "KZT");
    EXPECT_EQ(quota.outcome->text, "received");
}

TEST(CatalogueMeasures, MayExpectNoEffectAndSayWhy)
{
    CatalogueFiles files;
    const auto catalogue = files.read();
    const CatalogueMeasure* law = catalogue->measures.find("M02");
    ASSERT_NE(law, nullptr);
    EXPECT_TRUE(law->changes.empty());
    EXPECT_EQ(law->why_no_effect, "law alone changes nothing that people meet");
    EXPECT_FALSE(law->cost.has_value());
    EXPECT_EQ(law->cost_note, "no figure found");
}

TEST(CatalogueMeasures, AreFoundByTheirIdAlone)
{
    CatalogueFiles files;
    EXPECT_EQ(files.read()->measures.find("M2"), nullptr);
}

}  // namespace
}  // namespace qonys
