#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "support/kz_run.hpp"

// Courses for kandas, returns abroad, Ata Zholy cards: who is touched, when, and that the books close.
namespace qonys::testing {
namespace {

constexpr std::size_t almaty_region = 3;
constexpr std::size_t num_years = 8;
constexpr std::size_t num_outcomes = 5;
constexpr std::int64_t tenge_an_hour = 1966;  // half an MCI of 2025, 3,932

std::string set(const std::string& lever, double value, const std::string& target = "")
{
    return set_lever(lever, value, "2025-01", target);
}

std::string services(double hours, double coverage, double plan = 0.0)
{
    return set("integration.hours", hours) + set("integration.coverage", coverage) +
           set("integration.personal_plan", plan);
}

constexpr const char* no_effects =
    "[integration.effects]\nlock_in = 0.0\nsearch_gain = 0.0\nparticipation_gain = 0.0\n"
    "onward_fall = 0.0\nreturn_fall = 0.0\n";

/// Everything that is known of everybody, but for courses.
void expect_same_people(const Finished& one, const Finished& two)
{
    for (const char* column : {"people/key", "people/registered_region", "people/activity",
                               "people/household", "people/legal_status"}) {
        if (std::string(column) == "people/key") {
            ASSERT_EQ(one.state.values<std::uint64_t>(column),
                      two.state.values<std::uint64_t>(column));
        } else if (std::string(column) == "people/household") {
            EXPECT_EQ(one.state.values<std::uint32_t>(column),
                      two.state.values<std::uint32_t>(column));
        } else {
            EXPECT_EQ(one.state.values<std::uint8_t>(column),
                      two.state.values<std::uint8_t>(column))
                << column;
        }
    }
}

TEST(Integration, OfNoHoursChangesNothingAtAll)
{
    const Finished base = run(kz_plan({.scale = 0.01, .end = "2026-06", .more = services(0, 0)}));
    const Finished all = run(kz_plan({.scale = 0.01, .end = "2026-06", .more = services(0, 1, 1)}));
    EXPECT_EQ(all.hash(), base.hash());
    EXPECT_EQ(all.total("integration_served"), 0);
    EXPECT_GT(all.total("kandas_granted"), 0);
}

TEST(Integration, WithoutEffectsChangesNobodysLifeAndIsPaidFor)
{
    const auto with = [](double hours) {
        return run(kz_plan({.scale = 0.01, .more = no_effects + services(hours, 1)}));
    };
    const Finished none = with(0);
    const Finished taught = with(72);
    expect_same_people(none, taught);
    const std::int64_t hours = taught.total("integration_hours");
    ASSERT_GT(hours, 1000);
    std::int64_t paid = 0;
    constexpr std::size_t programme = 7;
    constexpr std::size_t num_sides = 4;
    const Series& budget = taught["budget"];
    for (std::size_t i = programme * num_sides; i < budget.values.size(); i += budget.num_cells()) {
        paid += budget.values[i];
    }
    EXPECT_EQ(paid, hours * tenge_an_hour);
    // Records hold what was taken; those who died or left took theirs along.
    const auto taken = taught.state.values<std::uint16_t>("side/kandas/hours");
    const auto due = taught.state.values<std::uint16_t>("side/kandas/hours_due");
    const auto begun = taught.state.values<std::int16_t>("side/kandas/course_start");
    std::int64_t sum = 0;
    std::int64_t learners = 0;
    for (std::size_t i = 0; i < taken.size(); ++i) {
        EXPECT_EQ(taken[i] + due[i], begun[i] != 0 ? 72 : 0);
        sum += taken[i];
        learners += begun[i] != 0 ? 1 : 0;
    }
    const std::int64_t lost = taught.total("integration_served") - learners;
    EXPECT_GE(lost, 0);
    EXPECT_LE(lost, learners / 20);
    EXPECT_GE(hours, sum);
    EXPECT_LE(hours, sum + 72 * lost);
}

TEST(Integration, ReachesTheShareThatItCovers)
{
    const Finished half = run(kz_plan({.scale = 0.05, .more = services(50, 0.5)}), {.threads = 2});
    const Finished all = run(kz_plan({.scale = 0.05, .more = services(50, 1)}), {.threads = 2});
    const auto everybody = static_cast<double>(all.total("integration_served"));
    // A share drawn person by person: four standard errors, and a hair for who has come otherwise.
    EXPECT_NEAR(static_cast<double>(half.total("integration_served")), 0.5 * everybody,
                4.0 * std::sqrt(0.25 * everybody) + 0.01 * everybody);
    // Adults of 18-62 among the 18,500 new holders of a year.
    EXPECT_GT(everybody, 0.05 * 18500 * 0.5);
    EXPECT_LT(everybody, 0.05 * 18500 * 0.7);
}

TEST(Integration, TouchesNoLabourMarketButThatOfTheRegionAtFirst)
{
    const auto with = [](double coverage) {
        return run(kz_plan({.scale = 0.1,
                            .end = "2025-02",
                            .more = "[integration.effects]\nlock_in = 1.0\n" + services(400, 0) +
                                    set("integration.coverage", coverage,
                                        "target = { region = [\"KZ-19\"] }\n")}),
                   {.threads = 2});
    };
    const Finished none = with(0);
    const Finished one_region = with(1);
    ASSERT_GT(one_region.total("integration_served"), 0);
    const Series& before = none["hires"];
    const Series& after = one_region["hires"];
    const std::size_t sectors = before.num_cells() / num_regions;
    bool is_touched = false;
    for (std::size_t i = 0; i < before.values.size(); ++i) {
        const std::size_t region = i % before.num_cells() / sectors;
        if (region != almaty_region) {
            ASSERT_EQ(after.values[i], before.values[i]) << "region " << region;
        }
        is_touched = is_touched || after.values[i] != before.values[i];
    }
    EXPECT_TRUE(is_touched);
}

/// Adults among kandas by completed years since the status: in work, and all.
struct Work {
    double employed = 0.0;
    double adults = 0.0;
    [[nodiscard]] double share() const { return employed / adults; }
};

Work work_after(const Finished& done, std::size_t years)
{
    const Series& outcomes = done["kandas_outcomes"];
    Work work;
    for (std::size_t i = 0; i < outcomes.values.size(); ++i) {
        const std::size_t cell = i % outcomes.num_cells();
        const std::size_t outcome = cell % num_outcomes;
        if (cell / num_outcomes % num_years == years && outcome < 4) {
            const auto people = static_cast<double>(outcomes.values[i]);
            work.adults += people;
            work.employed += outcome < 2 ? people : 0.0;
        }
    }
    return work;
}

class LongRuns : public ::testing::Test {
protected:
    /// 400 hours for every new kandas against none, to the end of 2030; many go back abroad.
    static Finished long_run(double hours)
    {
        return run(kz_plan({.scale = 0.05,
                            .end = "2030-12",
                            .more = "kandas.returning = 0.3\n" + services(hours, 1)}),
                   {.threads = 2});
    }
    static void SetUpTestSuite()
    {
        none_ = new Finished(long_run(0));
        taught_ = new Finished(long_run(400));
    }
    static void TearDownTestSuite()
    {
        delete none_;
        delete taught_;
    }
    static Finished* none_;
    static Finished* taught_;
};
Finished* LongRuns::none_ = nullptr;
Finished* LongRuns::taught_ = nullptr;

TEST_F(LongRuns, HoursHoldWorkBackFirstAndHelpLater)
{
    EXPECT_LT(work_after(*taught_, 0).share(), work_after(*none_, 0).share() - 0.01);
    // A place nearer by 0.025 x 4 at the most, three quarters of it by the end of the sixth year.
    EXPECT_GT(work_after(*taught_, 4).share(), work_after(*none_, 4).share());
    EXPECT_GT(work_after(*taught_, 5).share(), work_after(*none_, 5).share() + 0.01);
    EXPECT_LT(work_after(*taught_, 5).share(), work_after(*none_, 5).share() + 0.10);
}

TEST_F(LongRuns, HoursKeepPeopleInTheirRegionAndInTheCountry)
{
    const auto to_cities = [](const Finished& done) {
        std::int64_t moves = 0;
        const Series& series = done["kandas_onward_moves"];
        for (std::size_t i = 1; i < series.values.size(); i += 2) {
            moves += series.values[i];
        }
        return static_cast<double>(moves);
    };
    // 0.2 of the moves of adults who took 400 hours are left; minors of the start move as before.
    EXPECT_LT(to_cities(*taught_), 0.6 * to_cities(*none_));
    EXPECT_GT(to_cities(*taught_), 0.1 * to_cities(*none_));
    const auto returned = static_cast<double>(none_->total("kandas_returned"));
    EXPECT_LT(static_cast<double>(taught_->total("kandas_returned")), 0.6 * returned);
    // 0.3 within five years, over six years of grants: 0.071 a year of 2.5 years on average.
    const double granted = static_cast<double>(none_->total("kandas_granted"));
    EXPECT_NEAR(returned / granted, 0.15, 0.06);
}

TEST_F(LongRuns, ReturnsAreAPartOfThePublishedDepartures)
{
    const Finished settled = run(
        kz_plan(
            {.scale = 0.05, .end = "2030-12", .more = "kandas.returning = 0.0\n" + services(0, 1)}),
        {.threads = 2});
    EXPECT_EQ(settled.total("kandas_returned"), 0);
    const auto departures = static_cast<double>(settled.total("external_departures"));
    const auto with_returns = static_cast<double>(none_->total("external_departures"));
    // Families of four leave at once; expected returns are arithmetic, some families are mixed.
    EXPECT_NEAR(with_returns, departures, 4.0 * std::sqrt(8.0 * departures) + 0.05 * departures);
}

TEST_F(LongRuns, ContractsBreakOnlyWhereTheyAreSigned)
{
    const Series& broken = (*none_)["kandas_contracts_broken"];
    const Series& used = (*none_)["kandas_quota_used"];
    std::array<std::int64_t, num_regions> people{};
    std::array<std::int64_t, num_regions> places{};
    for (std::size_t i = 0; i < broken.values.size(); ++i) {
        people[i % num_regions] += broken.values[i];
        places[i % num_regions] += used.values[i];
    }
    EXPECT_GT(none_->total("kandas_contracts_broken"), 0);
    for (std::size_t region = 0; region < num_regions; ++region) {
        EXPECT_LE(people[region], places[region] / 2) << region;
    }
}

TEST(Integration, LeavesTheTimeBeforeItAlone)
{
    const std::string later = "\n[[measure]]\nlever = \"integration.hours\"\nkind = \"set\"\n"
                              "value = 400\nfrom = \"2025-07\"\n";
    const Month before(2025, 6);
    EXPECT_EQ(run_until(kz_plan({.scale = 0.01}), {}, before).hash(),
              run_until(kz_plan({.scale = 0.01, .more = later}), {}, before).hash());
    EXPECT_NE(run(kz_plan({.scale = 0.01})).hash(),
              run(kz_plan({.scale = 0.01, .more = later})).hash());
}

constexpr const char* many_cards = "[ata_zholy]\napplicants = 20000\nmonths_to_status = 24\n";

TEST(AtaZholy, CardsOfferedToNobodyOrByNobodyChangeNobody)
{
    const Finished none = run(kz_plan({.scale = 0.01, .more = "[ata_zholy]\napplicants = 0\n"}));
    const Finished asked = run(kz_plan({.scale = 0.01, .more = many_cards}));
    const Finished offered = run(kz_plan(
        {.scale = 0.01, .more = "[ata_zholy]\napplicants = 0\n" + set("ata_zholy.cards", 500)}));
    EXPECT_EQ(asked.total("ata_zholy_issued"), 0);
    EXPECT_EQ(offered.total("ata_zholy_issued"), 0);
    expect_same_people(none, asked);
    expect_same_people(none, offered);
}

TEST(AtaZholy, CardsAreIssuedAsOfferedAndEndWithTheirTerm)
{
    const double scale = 0.05;
    const double cards = 1000;
    const Finished done = run(
        kz_plan({.scale = scale,
                 .end = "2027-12",
                 .more = many_cards + set("ata_zholy.cards", cards) + set("ata_zholy.term", 12)}),
        {.threads = 2});
    EXPECT_LE(static_cast<double>(done.total("ata_zholy_issued")), 3 * cards * scale + 1.0);
    EXPECT_GE(static_cast<double>(done.total("ata_zholy_issued")), 3 * cards * scale - 2.0);
    const Series& ended = done["ata_zholy_ended"];
    std::array<std::int64_t, 3> ends{};
    for (std::size_t i = 0; i < ended.values.size(); ++i) {
        ends[i % 3] += ended.values[i];
    }
    EXPECT_GT(ends[0], 0);
    EXPECT_GT(ends[2], 0);
    // Half of them get the status or have to go within a year, so that few years' cards are held.
    const Month last(2027, 12);
    const auto until = done.state.values<std::int16_t>("side/ata_zholy/until");
    EXPECT_GT(until.size(), 20U);
    for (const std::int16_t month : until) {
        EXPECT_GE(month, stamp(last));
        EXPECT_LE(month, stamp(last + 11));
    }
    const auto status = done.state.values<std::uint8_t>("people/legal_status");
    constexpr std::uint8_t card = 14;
    EXPECT_EQ(static_cast<std::size_t>(std::count(status.begin(), status.end(), card)),
              until.size());
}

TEST(AtaZholy, CardsBringNoMoreThanThereAreToCome)
{
    const auto issued = [](double cards, double schooling) {
        return static_cast<double>(run(kz_plan({.scale = 0.05,
                                                .more = many_cards + set("ata_zholy.cards", cards) +
                                                        set("ata_zholy.schooling", schooling)}),
                                       {.threads = 2})
                                       .total("ata_zholy_issued"));
    };
    const double any = issued(1e6, 0);
    EXPECT_EQ(issued(2e6, 0), any);
    // Families of two on average; 0.178 have higher schooling (data/kandas_schooling_share.csv).
    EXPECT_NEAR(any, 20000 * 0.05 / 2.0, 150.0);
    const double higher = issued(1e6, 2);
    EXPECT_NEAR(higher / any, 0.178, 4.0 * std::sqrt(0.178 / any));
}

TEST(AtaZholy, AndCoursesAreTheSameForAnyCrew)
{
    expect_same_for_any_crew(kz_plan({.scale = 0.004,
                                      .end = "2025-06",
                                      .more = many_cards + set("ata_zholy.cards", 5000) +
                                              set("ata_zholy.term", 2) + services(100, 1, 0.5)}),
                             Month(2025, 3));
}

}  // namespace
}  // namespace qonys::testing
