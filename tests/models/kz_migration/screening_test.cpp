#include <gtest/gtest.h>

#include <string>

#include "support/followed_run.hpp"
#include "support/kz_run.hpp"

// Residence by points: a slack mark changes nothing, a tight one refuses and selects, delays lose
// nobody.
namespace qonys::testing {
namespace {

constexpr std::size_t num_skills = 3;
enum Decision : std::size_t { admitted, language, points };

Plan plan_of_run(const std::string& end, const std::string& more, double scale = 0.02)
{
    return kz_plan({.scale = scale, .end = end, .more = more, .base = "people-alone.toml"});
}

std::string set(const std::string& lever, double value, const std::string& from = "2025-01")
{
    return set_lever("screening." + lever, value, from);
}

std::int64_t families(const Finished& done, Decision decision, std::size_t first_skill = 0)
{
    const Series& series = done["residence_decisions"];
    std::int64_t sum = 0;
    for (std::size_t time = 0; time < series.times.size(); ++time) {
        for (std::size_t skill = first_skill; skill < num_skills; ++skill) {
            sum += series.at(time)[decision * num_skills + skill];
        }
    }
    return sum;
}

double skilled_share(const Finished& done)
{
    return static_cast<double>(families(done, admitted, 2)) /
           static_cast<double>(families(done, admitted));
}

TEST(Screening, ByAMarkThatEverybodyReachesChangesNobodysLife)
{
    const Finished none = run(plan_of_run("2026-06", ""));
    const Finished slack = run(plan_of_run("2026-06", set("pass_mark", 0.001)));
    EXPECT_EQ(none.hash(), slack.hash());
    EXPECT_GT(families(none, admitted), 50);
}

TEST(Screening, ByATightMarkRefusesAndSelects)
{
    const Finished none = run(plan_of_run("2026-12", ""));
    const Finished tight = run(plan_of_run("2026-12", set("pass_mark", 600)));
    const Finished closed = run(plan_of_run("2026-12", set("pass_mark", 1000)));
    EXPECT_LT(families(tight, admitted), families(none, admitted) / 2);
    EXPECT_LT(tight.total("external_arrivals"), none.total("external_arrivals"));
    EXPECT_GT(skilled_share(tight), skilled_share(none) + 0.1);
    EXPECT_EQ(families(closed, admitted), 0);
    EXPECT_EQ(tight.total("residence_refused"), families(tight, points));
    // Some of the refused ask once more, and nobody a third time.
    const std::int64_t asked = families(tight, admitted) + families(tight, points);
    EXPECT_GT(asked, families(none, admitted));
    EXPECT_LT(asked, families(none, admitted) * 3 / 2);
}

TEST(Screening, ByLanguageRefusesThoseWhoDoNotKnowIt)
{
    const Finished tested = run(plan_of_run("2026-12", set("language_test", 0.3)));
    EXPECT_GT(families(tested, language), 0);
    EXPECT_EQ(families(tested, points), 0);
    EXPECT_GT(families(tested, admitted), 0);
    // Nobody reaches every mark there is.
    EXPECT_EQ(families(run(plan_of_run("2025-06", set("language_test", 1.0))), admitted), 0);
}

TEST(Screening, ThatTakesAMonthDelaysAndLosesNobody)
{
    const Finished none = run(plan_of_run("2025-12", ""));
    const Finished slow = run(plan_of_run("2025-12", set("days", 21)));
    EXPECT_EQ(families(none, admitted), families(slow, admitted));
    // One month's families of others have not come yet.
    const auto missing =
        static_cast<double>(none.total("external_arrivals") - slow.total("external_arrivals"));
    const auto month = static_cast<double>(families(none, admitted)) / 12.0;
    EXPECT_GT(missing, month / 2.0);
    EXPECT_LT(missing, month * 5.0);
}

TEST(Screening, IsNotFeltBeforeItBegins)
{
    const auto until_2026 = [](const std::string& more) {
        return run_until(plan_of_run("2027-06", more, 0.01), {}, Month(2026, 12)).hash();
    };
    EXPECT_EQ(until_2026(""),
              until_2026(set("pass_mark", 400, "2027-01") + set("language_test", 0.3, "2027-01") +
                         set("days", 20, "2027-01")));
}

TEST(Screening, IsTheSameForAnyCrew)
{
    expect_same_for_any_crew(
        plan_of_run("2026-04", set("pass_mark", 450) + set("language_test", 0.3) + set("days", 40),
                    0.01),
        Month(2025, 8));
}

TEST(Screening, IsToldAlikeByAnyCrew)
{
    const Plan plan = plan_of_run("2025-03", set("pass_mark", 450), 0.004);
    const Lives alone = follow(plan, everybody(), {1, 1});
    EXPECT_EQ(alone.lines(), follow(plan, everybody(), {2, 3}).lines());
    std::size_t told = 0;
    for (const LifeEvent& one : alone.events) {
        told += one.what == "residence" ? 1 : 0;
    }
    EXPECT_GT(told, 3U);
}

}  // namespace
}  // namespace qonys::testing
