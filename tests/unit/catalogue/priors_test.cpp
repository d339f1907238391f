#include "qonys/catalogue/priors.hpp"

#include "catalogue_files.hpp"

namespace qonys {
namespace {

using testing_catalogue::CatalogueFiles;

TEST(Priors, AreWidenedWhereEvidenceComesFromElsewhere)
{
    CatalogueFiles files;
    const auto catalogue = files.read();
    const Prior* pull = catalogue->priors.find("pull");
    ASSERT_NE(pull, nullptr);
    EXPECT_EQ(pull->shape, PriorShape::lognormal);
    EXPECT_DOUBLE_EQ(pull->widened_low, 0.5 * 0.5 * 0.5) << "half of the centre, twice";
    EXPECT_DOUBLE_EQ(pull->widened_high, 0.5 * 1.2 * 1.2);
}

TEST(Priors, KeepTheirRangeOtherwise)
{
    CatalogueFiles files;
    const auto catalogue = files.read();
    const Prior* hours = catalogue->priors.find("hours");
    ASSERT_NE(hours, nullptr);
    EXPECT_EQ(hours->widened_low, 50.0);
    EXPECT_EQ(hours->widened_high, 150.0);
    EXPECT_TRUE(hours->provenance.assumption) << "grade D";
}

TEST(Priors, WidenNormalsOnTheirOwnScale)
{
    CatalogueFiles files;
    files.replace("priors.toml", "shape = \"lognormal\"", "shape = \"normal\"");
    const auto catalogue = files.read();
    EXPECT_DOUBLE_EQ(catalogue->priors.find("pull")->widened_low, 0.0);
    EXPECT_DOUBLE_EQ(catalogue->priors.find("pull")->widened_high, 0.7);
}

/// Whoever asks what a number beyond belief would do may ask.
TEST(Priors, LetABareNumberLieOutside)
{
    CatalogueFiles files;
    std::string& text = files.scenario();
    const std::string sourced = "{value = 0.7, source = \"somewhere\", grade = \"C\"}";
    text.replace(text.find(sourced), sourced.size(), "9.0");
    EXPECT_NE(files.read(), nullptr);
}

}  // namespace
}  // namespace qonys
