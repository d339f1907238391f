#include "qonys/run/attribution.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/closed_catalogue.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

/// The closed population with a catalogue; files lie in a folder of the test's own.
Plan plan_with_catalogue(const std::string& more = "")
{
    const fs::path folder = fs::path(::testing::TempDir()) / "qonys_attribution";
    fs::create_directories(folder);
    for (const auto& [name, text] : testing::closed_files()) {
        std::ofstream(folder / name) << text << (name == "base.toml" ? more : "");
    }
    ModelCatalogue models;
    register_all_models(models);
    return Plan::read(Document::load(folder / "base.toml"), "closed", models);
}

std::vector<AloneEffect> effects_of(const Plan& plan, const AttributionRequest& request)
{
    return attribute_alone(plan, request, Threads(2), [](std::size_t) {});
}

TEST(Attribution, FindsWhatArithmeticSays)
{
    const Plan plan = plan_with_catalogue();
    const auto effects = effects_of(plan, {.ids = {"M01"}, .fewest_pairs = 3, .most_pairs = 3});
    ASSERT_EQ(effects.size(), 1U);
    ASSERT_TRUE(effects[0].outcome.has_value());
    const PairedDifference& deaths = *effects[0].outcome;
    EXPECT_NEAR(deaths.difference / deaths.mean_a, -0.5, 0.1)
        << "rates are halved for the year 2026";
    EXPECT_EQ(deaths.verdict, Verdict::differs);
    EXPECT_EQ(effects[0].cost->verdict, Verdict::same) << "a cost that hangs on nothing";
}

TEST(Attribution, GivesExactlyZeroWhereNothingIsTurned)
{
    const Plan plan = plan_with_catalogue();
    const auto effects = effects_of(plan, {.ids = {"M02"}, .fewest_pairs = 3, .most_pairs = 9});
    EXPECT_EQ(effects[0].pairs, 1) << "one pair shows it";
    EXPECT_EQ(effects[0].outcome->difference, 0.0);
    EXPECT_EQ(effects[0].outcome->verdict, Verdict::same);
    EXPECT_FALSE(effects[0].cost.has_value());
}

TEST(Attribution, StopsAtTheHalfWidthAskedFor)
{
    const Plan plan = plan_with_catalogue();
    const AttributionRequest rough{
        .ids = {"M01"}, .fewest_pairs = 2, .most_pairs = 6, .half_width = 100.0};
    EXPECT_EQ(effects_of(plan, rough)[0].pairs, 2);
    EXPECT_TRUE(effects_of(plan, rough)[0].is_sharp);
    const AttributionRequest fine{
        .ids = {"M01"}, .fewest_pairs = 2, .most_pairs = 4, .half_width = 1e-9};
    EXPECT_EQ(effects_of(plan, fine)[0].pairs, 4);
    EXPECT_FALSE(effects_of(plan, fine)[0].is_sharp);
}

TEST(Attribution, LeavesOutWhatTheScenarioSwitchesOn)
{
    const AttributionRequest request{.ids = {"M01"}, .fewest_pairs = 2, .most_pairs = 2};
    const auto off = effects_of(plan_with_catalogue(), request);
    const auto on = effects_of(plan_with_catalogue("on = [\"M01\"]\n"), request);
    EXPECT_EQ(off[0].outcome->mean_a, on[0].outcome->mean_a);
    EXPECT_EQ(off[0].outcome->mean_b, on[0].outcome->mean_b);
}

}  // namespace
}  // namespace qonys
