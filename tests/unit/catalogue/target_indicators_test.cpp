#include "qonys/catalogue/target_indicators.hpp"

#include "catalogue_files.hpp"

namespace qonys {
namespace {

using testing_catalogue::CatalogueFiles;

TEST(TargetIndicators, HaveABaseAndATarget)
{
    CatalogueFiles files;
    const auto catalogue = files.read();
    ASSERT_EQ(catalogue->indicators.size(), 1U);
    const TargetIndicator& received = catalogue->indicators[0];
    EXPECT_EQ(received.id, "K01");
    EXPECT_EQ(received.number.unit, "persons");
    ASSERT_TRUE(received.base.has_value());
    EXPECT_EQ(received.base->value, 300.0);
    ASSERT_TRUE(received.target.has_value());
    EXPECT_EQ(received.target->year, 2030);
    EXPECT_EQ(received.target->met, TargetIndicator::Met::at_least);
}

TEST(TargetIndicators, MayLackATargetWithARemark)
{
    CatalogueFiles files;
    files.replace("indicators.toml", "target = 400\ntarget_year = 2030\nmet = \"at least\"\n",
                  "remark = \"no published target\"\n");
    const auto catalogue = files.read();
    EXPECT_FALSE(catalogue->indicators[0].target.has_value());
    EXPECT_EQ(catalogue->indicators[0].remark, "no published target");
}

}  // namespace
}  // namespace qonys
