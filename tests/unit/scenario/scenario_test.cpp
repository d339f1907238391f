#include "qonys/scenario/scenario.hpp"

#include <gtest/gtest.h>

#include "scenario_files.hpp"

namespace qonys {
namespace {

using testing_support::reading;

const std::string sound = "model = \"schelling\"\n[run]\nstart = \"2025-01\"\nend = \"2030-12\"\n";

std::string reading_scenario(const std::string& text)
{
    return reading(text, [](Reader& in) { static_cast<void>(Scenario::read(in, "s")); });
}

TEST(ScenarioRead, TakesEveryKey)
{
    const Document document = Document::parse(
        "name = \"q26\"\ntitle = \"Quota\"\nmodel = \"kz_migration\"\n[run]\nstart = 2025-01-01\n"
        "end = \"2030-12\"\nseed = 7\nreplicates = 20\n[population]\nscale = 0.01\n",
        "s.toml");
    Reader in(document);
    const Scenario scenario = Scenario::read(in, "s");
    in.finish();
    in.throw_if_any();
    EXPECT_EQ(scenario.name, "q26");
    EXPECT_EQ(scenario.title, "Quota");
    EXPECT_EQ(scenario.model, "kz_migration");
    EXPECT_EQ(scenario.start, Month(2025, 1));
    EXPECT_EQ(scenario.num_months(), 72);
    EXPECT_EQ(scenario.seed, 7U);
    EXPECT_EQ(scenario.replicates, 20);
    EXPECT_EQ(scenario.scale, 0.01);
}

TEST(ScenarioRead, HasDefaults)
{
    const Document document = Document::parse(sound, "s.toml");
    Reader in(document);
    const Scenario scenario = Scenario::read(in, "stem");
    EXPECT_TRUE(in.problems().empty());
    EXPECT_EQ(scenario.name, "stem");
    EXPECT_EQ(scenario.seed, 1U);
    EXPECT_EQ(scenario.replicates, 1);
    EXPECT_EQ(scenario.scale, 1.0);
}

TEST(ScenarioRead, WantsAModel)
{
    EXPECT_EQ(reading_scenario("[run]\nstart = \"2025-01\"\nend = \"2030-12\"\n"),
              "s.toml: missing key 'model' (it says which processes are simulated);"
              " add it above the first [section]");
}

TEST(ScenarioRead, WantsMonths)
{
    EXPECT_EQ(reading_scenario("model = \"m\"\n[run]\nseed = 1\n"),
              "s.toml:2: missing key 'run.start' (first month simulated); add it to [run]\n"
              "s.toml:2: missing key 'run.end' (last month simulated); add it to [run]");
}

TEST(ScenarioRead, RefusesAnEndBeforeTheStart)
{
    EXPECT_EQ(reading_scenario("model = \"m\"\n[run]\nstart = \"2025-01\"\nend = \"2024-12\"\n"),
              "s.toml:4: run.end = 2024-12 is before run.start = 2025-01"
              " (no month would be simulated); choose a later run.end");
}

TEST(ScenarioRead, AllowsARunOfOneMonth)
{
    EXPECT_EQ(reading_scenario("model = \"m\"\n[run]\nstart = \"2025-01\"\nend = \"2025-01\"\n"),
              "nothing");
}

TEST(ScenarioRead, RefusesScaleZero)
{
    EXPECT_EQ(reading_scenario(sound + "[population]\nscale = 0\n"),
              "s.toml:6: population.scale = 0 is outside [0.001, 1]"
              " (it is the part of the population simulated);"
              " choose a value from 0.001 up to 1");
}

TEST(ScenarioRead, RefusesScaleTwo)
{
    EXPECT_EQ(reading_scenario(sound + "[population]\nscale = 2\n"),
              "s.toml:6: population.scale = 2 is outside [0.001, 1]"
              " (it is the part of the population simulated);"
              " did you mean 0.02? Shares are not per cent");
}

TEST(ScenarioRead, RefusesNoReplicates)
{
    EXPECT_EQ(reading_scenario(sound + "replicates = 0\n"),
              "s.toml:5: run.replicates = 0 is outside [1, inf) (at least one run is needed);"
              " choose a value of 1 or more");
}

TEST(ScenarioRead, RefusesANegativeSeed)
{
    EXPECT_EQ(reading_scenario(sound + "seed = -3\n"),
              "s.toml:5: run.seed = -3 is outside [0, inf) (a seed is a count); did you mean 3?");
}

TEST(ScenarioRead, GathersEveryProblem)
{
    EXPECT_EQ(reading_scenario("[run]\nstart = \"2025-13\"\nend = \"2030-12\"\nsede = 4\n"
                               "replicates = 1.5\n[population]\nscale = \"1\"\n"),
              "s.toml: missing key 'model' (it says which processes are simulated);"
              " add it above the first [section]\n"
              "s.toml:2: run.start = \"2025-13\" is not a month; write it as \"2027-01\"\n"
              "s.toml:5: run.replicates = 1.5 is a number where a whole number is expected;"
              " round it\n"
              "s.toml:7: population.scale = \"1\" is text where a number is expected;"
              " remove the quotes\n"
              "s.toml:4: unknown key 'run.sede' (would be ignored); did you mean 'run.seed'?");
}

}  // namespace
}  // namespace qonys
