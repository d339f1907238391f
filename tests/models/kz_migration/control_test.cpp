#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "irregular/start.hpp"
#include "qonys/policy/budget_ledger.hpp"
#include "support/kz_run.hpp"
#include "support/watched_run.hpp"

// Irregular stay and control: who comes and goes, who is found, and what the levers do.
namespace qonys::testing {
namespace {

using models::kz_migration::ControlParams;
using models::kz_migration::IrregularBalance;
using models::kz_migration::IrregularTerms;

constexpr std::size_t num_kinds = 4;
constexpr std::size_t num_exits = 5;
constexpr std::size_t expelled = 2;
constexpr std::size_t regularised = 3;
constexpr std::uint8_t irregular_status = 8;
constexpr std::uint8_t at_employer = 2;
constexpr double mci_2025 = 3932.0;

std::string set(const std::string& lever, double value, const std::string& target = "",
                const std::string& from = "2025-01")
{
    return set_lever("control." + lever, value, from, target);
}

std::int64_t money(const Finished& done, BudgetSide side)
{
    const Series& budget = done["budget"];
    const std::size_t line = budget.spec.axes[0].position("migration_control").value();
    const std::size_t cell = line * num_budget_sides + static_cast<std::size_t>(side);
    std::int64_t sum = 0;
    for (std::size_t i = cell; i < budget.values.size(); i += budget.num_cells()) {
        sum += budget.values[i];
    }
    return sum;
}
std::string start_at(const std::string& base)
{
    return base == "base.toml" ? "2025-12" : "2022-12";
}

TEST(IrregularPeople, AreThoseOfBeforeAndWhoBeganLessWhoEnded)
{
    for (const std::string base : {"base.toml", "base-2022.toml"}) {
        const Finished done = run(kz_plan({.scale = 0.01, .end = start_at(base), .base = base}));
        const Series& stock = done["irregular_people"];
        const Series& begun = done["irregular_begun"];
        const Series& ended = done["irregular_ended"];
        const auto sum = [](const Series& series, std::size_t time, std::size_t region) {
            std::int64_t all = 0;
            for (std::size_t cell = region; cell < series.num_cells(); cell += num_regions) {
                all += series.at(time)[cell];
            }
            return all;
        };
        ASSERT_EQ(stock.times.size(), begun.times.size() + 1);
        for (std::size_t region = 0; region < num_regions; ++region) {
            for (std::size_t time = 0; time < begun.times.size(); ++time) {
                EXPECT_EQ(
                    sum(stock, time + 1, region),
                    sum(stock, time, region) + sum(begun, time, region) - sum(ended, time, region));
            }
        }
        EXPECT_GT(done.total("irregular_begun"), 500);
        // Steady, as the start was made to be.
        const auto first = stock.at(0);
        const auto people =
            static_cast<double>(std::accumulate(first.begin(), first.end(), std::int64_t{0}));
        EXPECT_NEAR(static_cast<double>(at_end(done, "irregular_people")), people,
                    0.05 * people + 5.0 * std::sqrt(people));
    }
}

TEST(IrregularPeople, StartAsManyAsComeInTheTimeTheyStay)
{
    IrregularTerms terms;
    terms.leave_at_work = AnnualRate(0.5);
    terms.leave_without_work = AnnualRate(2.0);
    terms.search = Share(0.5);
    terms.hired = Share(1.0);
    ControlParams control;
    control.checks = 0.5;
    control.leave_after_fine = Share(1.0);
    const IrregularBalance homes = IrregularBalance::of(terms, control, 1000.0, 0.0);
    EXPECT_NEAR(homes.in_homes, 1000.0, 1e-9);
    EXPECT_EQ(homes.at_employers, 0.0);
    const IrregularBalance posts = IrregularBalance::of(terms, control, 1000.0, 1.0);
    const double finds = 12.0 * std::log(2.0);
    EXPECT_NEAR(posts.without_work, 1000.0 / (2.5 + finds), 1e-9);
    EXPECT_NEAR(posts.at_employers, posts.without_work * finds, 1e-9);
    control.expulsion_share = 0.1;
    EXPECT_NEAR(IrregularBalance::of(terms, control, 1000.0, 0.0).expelled, 50.0, 1e-9);
}

TEST(IrregularPeople, AreAtEmployersExactlyThoseWhoHoldTheirPosts)
{
    const Plan plan = kz_plan({.scale = 0.01, .end = "2026-06"});
    Watched simulation(plan);
    simulation->populate();
    simulation->begin();
    simulation.advance_until(Month(2026, 6));
    const World& world = simulation->world();
    const Rows& people = table(world, "irregular_people");
    const Rows& workers = table(world, "foreign_workers");
    std::set<std::uint64_t> keys;
    std::size_t at_work = 0;
    for (std::size_t row = 0; row < people.size(); ++row) {
        if (column<std::uint8_t>(people, "alive")[row] == 0) {
            continue;
        }
        const std::uint64_t key = column<std::uint64_t>(people, "key")[row];
        EXPECT_TRUE(keys.insert(key).second) << "twice";
        const std::uint32_t worker = column<std::uint32_t>(people, "worker")[row];
        if (column<std::uint8_t>(people, "work")[row] != at_employer) {
            EXPECT_EQ(worker, UINT32_MAX);
            continue;
        }
        ++at_work;
        ASSERT_LT(worker, workers.size());
        EXPECT_EQ(column<std::uint64_t>(workers, "key")[worker],
                  column<std::uint64_t>(people, "worker_key")[row]);
        EXPECT_EQ(column<std::uint8_t>(workers, "status")[worker], irregular_status);
        EXPECT_EQ(column<std::uint8_t>(workers, "region")[worker],
                  column<std::uint8_t>(people, "region")[row]);
    }
    std::size_t posts = 0;
    for (std::size_t row = 0; row < workers.size(); ++row) {
        const bool is_here = column<std::uint8_t>(workers, "alive")[row] != 0;
        const bool is_irregular = column<std::uint8_t>(workers, "status")[row] == irregular_status;
        posts += is_here && is_irregular ? 1 : 0;
        EXPECT_FALSE(is_here && !is_irregular &&
                     keys.contains(column<std::uint64_t>(workers, "key")[row]))
            << "irregular and under a permit at once";
    }
    EXPECT_EQ(posts, at_work);
    EXPECT_GT(posts, 100U);
}

TEST(Control, BooksWhatItCountsPersonByPerson)
{
    const Finished done = run(kz_plan({.scale = 0.01}));
    const std::int64_t detected = done.total("irregular_detected");
    const std::int64_t out = over_regions(done, "irregular_ended", expelled);
    EXPECT_EQ(detected, done.total("migrants_fined") + out);
    EXPECT_GT(out, 0);
    const double fines = 25.0 * static_cast<double>(done.total("migrants_fined")) +
                         60.0 * static_cast<double>(done.total("employers_fined"));
    EXPECT_DOUBLE_EQ(static_cast<double>(money(done, BudgetSide::fees)), fines * mci_2025);
    const double spent =
        10.0 * static_cast<double>(done.total("inspections")) + 30.0 * static_cast<double>(out);
    EXPECT_DOUBLE_EQ(static_cast<double>(money(done, BudgetSide::spending)), spent * mci_2025);
}

TEST(Control, OfNobodyFindsNobody)
{
    const Finished done =
        run(kz_plan({.scale = 0.01, .more = set("checks", 0) + set("inspections", 0)}));
    EXPECT_EQ(done.total("irregular_detected"), 0);
    EXPECT_EQ(money(done, BudgetSide::fees), 0);
    EXPECT_EQ(money(done, BudgetSide::spending), 0);
    const Finished base = run(kz_plan({.scale = 0.01}));
    EXPECT_GT(at_end(done, "irregular_people"), at_end(base, "irregular_people"));
}

TEST(Control, ExpelsAllAndLetsNobodyBackWhileTheBanHolds)
{
    const std::string all_out = set("expulsion_share", 1.0);
    const Finished banned = run(kz_plan({.scale = 0.01, .end = "2026-12", .more = all_out}));
    EXPECT_EQ(banned.total("migrants_fined"), 0);
    EXPECT_EQ(banned.total("irregular_detected"),
              over_regions(banned, "irregular_ended", expelled));
    const Finished open =
        run(kz_plan({.scale = 0.01, .end = "2026-12", .more = all_out + set("ban_years", 0.0)}));
    EXPECT_GT(banned.total("entries_refused"), open.total("entries_refused"));
    EXPECT_LT(over_regions(banned, "irregular_begun", 2), over_regions(open, "irregular_begun", 2));
}

TEST(Control, OfOneRegionChangesNoOther)
{
    const Finished base = run(kz_plan({.scale = 0.01, .end = "2025-03", .more = ""}));
    const Finished there =
        run(kz_plan({.scale = 0.01,
                     .end = "2025-03",
                     .more = set("checks", 5.0, "target = { region = [\"KZ-75\"] }\n")}));
    const Series& before = base["migrants_fined"];
    const Series& after = there["migrants_fined"];
    std::size_t changed = 0;
    for (std::size_t cell = 0; cell < before.values.size(); ++cell) {
        changed += before.values[cell] != after.values[cell] ? 1 : 0;
    }
    EXPECT_GT(there.total("migrants_fined"), base.total("migrants_fined"));
    EXPECT_LE(changed, before.times.size());
}

TEST(Control, FromLaterOnLeavesEarlierMonthsAlone)
{
    const Finished base = run(kz_plan({.scale = 0.01, .end = "2025-06", .more = ""}));
    const Finished later = run(
        kz_plan({.scale = 0.01, .end = "2025-06", .more = set("inspections", 3.0, "", "2025-05")}));
    for (const Series& series : base.series) {
        if (series.spec.cadence != Cadence::monthly) {
            continue;
        }
        for (std::size_t time = 0; time < series.times.size(); ++time) {
            if (series.times[time] < Month(2025, 5)) {
                const auto mine = later[series.spec.name].at(time);
                EXPECT_TRUE(std::ranges::equal(series.at(time), mine)) << series.spec.name;
            }
        }
    }
    EXPECT_NE(later.total("inspections"), base.total("inspections"));
}

TEST(Inspections, ShiftPartOfTheIrregularToInformalWorkOfPeopleFromHere)
{
    const Finished base = run(kz_plan({.scale = 0.02, .more = ""}));
    const Finished more = run(kz_plan({.scale = 0.02, .more = set("inspections", 1.0)}));
    EXPECT_LT(over_regions(more, "irregular_people_by_work", at_employer),
              over_regions(base, "irregular_people_by_work", at_employer));
    EXPECT_GT(over_regions(more, "irregular_posts_replaced", 0),
              2 * over_regions(base, "irregular_posts_replaced", 0));
    EXPECT_GT(more.total("informal_hires"), base.total("informal_hires"));
    EXPECT_GT(more.total("employers_fined"), base.total("employers_fined"));
}

TEST(Regularisation, GivesPermitsWithinTheQuota)
{
    const std::string open =
        "\n[[measure]]\nlever = \"foreign_labour.household_quota\"\nkind = "
        "\"scale\"\nfactor = 2\nfrom = \"2025-01\"\n";
    const std::string closed =
        "\n[[measure]]\nlever = \"foreign_labour.household_quota\"\nkind = "
        "\"set\"\nvalue = 0\nfrom = \"2025-01\"\n";
    const Finished base = run(kz_plan({.scale = 0.01, .more = open}));
    const Finished amnesty = run(kz_plan({.scale = 0.01, .more = open + set("amnesty", 0.3)}));
    EXPECT_EQ(over_regions(base, "irregular_ended", regularised), 0);
    EXPECT_LT(at_end(amnesty, "irregular_people"), at_end(base, "irregular_people") / 2);
    EXPECT_GT(amnesty.total("household_permits_issued"), base.total("household_permits_issued"));
    const Finished full = run(kz_plan({.scale = 0.01, .more = closed + set("amnesty", 0.3)}));
    EXPECT_EQ(full.total("household_permits_issued"), 0);
    // Employers' places are there: whoever works for one may have one of them.
    EXPECT_LT(over_regions(full, "irregular_ended", regularised),
              over_regions(amnesty, "irregular_ended", regularised) / 4);
}

TEST(RegistrationDays, MakeIrregularWhomTheyMeet)
{
    const auto visitors = [](double days) {
        const Finished done = run(kz_plan({.scale = 0.01, .more = set("registration_days", days)}));
        return static_cast<double>(over_regions(done, "irregular_begun", 2));
    };
    const double soon = visitors(0.0);
    EXPECT_NEAR(visitors(180.0) / soon, std::exp(-2.0 * 180.0 / 365.0), 0.12);
}

TEST(Control, IsTheSameForAnyCrew)
{
    expect_same_for_any_crew(
        kz_plan({.scale = 0.002,
                 .end = "2025-05",
                 .more = set("inspections", 2.0) + set("amnesty", 0.1) +
                         set("regularisation", 0.3) + set("expulsion_share", 0.3)}),
        Month(2025, 3));
}

}  // namespace
}  // namespace qonys::testing
