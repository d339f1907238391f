#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "registers/agencies.hpp"
#include "registers_runs.hpp"

// Registers of agencies and the contour: that records add up and are of somebody, that coverage and
// delay are what they are said to be, and what links between registers change.
namespace qonys::testing {
namespace {

using models::kz_migration::num_agencies;

constexpr std::size_t interior = 1;
constexpr std::uint8_t nobody = 11;
constexpr const char* foreign_tables[][2] = {{"foreign_workers", "register_workers"},
                                             {"foreign_students", "register_students"},
                                             {"specialists", "register_specialists"},
                                             {"irregular_people", "register_irregular"}};

void expect_books_close(const Finished& done)
{
    const std::size_t months =
        done["register_records_made"].values.size() / num_agencies;
    ASSERT_EQ(done["register_records"].values.size() / num_agencies, months + 1);
    for (std::size_t month = 0; month <= months; ++month) {
        const auto records = at(done["register_records"], month);
        const auto persons = at(done["register_persons"], month);
        const auto twice = at(done["register_duplicates"], month);
        for (std::size_t agency = 0; agency < num_agencies; ++agency) {
            EXPECT_EQ(records[agency], persons[agency] + twice[agency]);
            if (month < months) {
                EXPECT_EQ(at(done["register_records"], month + 1)[agency],
                          records[agency] + at(done["register_records_made"], month)[agency] -
                              at(done["register_records_closed"], month)[agency])
                    << agency << " in month " << month;
            }
        }
        const std::int64_t followed = sum(at(done["register_followed"], month));
        EXPECT_EQ(sum(at(done["register_seen_by"], month)), followed);
        const auto shown = at(done["contour_seen_by"], month);
        EXPECT_EQ(sum(shown), followed);
        EXPECT_EQ(sum(at(done["contour_persons"], month)), followed - shown[0]);
    }
}

/// Keys of people alive, and whether they are abroad.
std::set<std::uint64_t> living(const Finished& done, bool abroad_alone)
{
    const auto key = done.state.values<std::uint64_t>("people/key");
    const auto gone = done.state.values<std::uint8_t>("people/gone");
    const auto stay = done.state.values<std::uint8_t>("people/stay");
    std::set<std::uint64_t> alive;
    for (std::size_t row = 0; row < key.size(); ++row) {
        if (gone[row] == 0 && (!abroad_alone || stay[row] != 0)) {
            alive.insert(key[row]);
        }
    }
    return alive;
}

/// Everybody abroad, everybody who became kandas, is followed; nobody followed is gone.
void expect_views_of_residents(const Finished& done)
{
    const auto key = done.state.values<std::uint64_t>("side/register_views/key");
    const std::set<std::uint64_t> followed(key.begin(), key.end());
    EXPECT_EQ(followed.size(), key.size());
    const auto alive = living(done, false);
    EXPECT_TRUE(std::includes(alive.begin(), alive.end(), followed.begin(), followed.end()));
    const auto abroad = living(done, true);
    EXPECT_FALSE(abroad.empty());
    EXPECT_TRUE(std::includes(followed.begin(), followed.end(), abroad.begin(), abroad.end()));
    std::size_t kandas = 0;
    for (const std::uint64_t one : done.state.values<std::uint64_t>("side/kandas/key")) {
        const bool is_here = alive.contains(one);
        kandas += is_here ? 1U : 0U;
        EXPECT_EQ(followed.contains(one), is_here);
    }
    EXPECT_GT(kandas, 10U);
}

/// Of a table of foreigners every row of somebody alive has its view, by the same key.
void expect_views_of_foreigners(const Finished& done, const char* people, const char* views)
{
    const std::string own = "replicated/" + std::string(people) + "/";
    const std::string view = "replicated/" + std::string(views) + "/";
    const auto alive = done.state.values<std::uint8_t>(own + "alive");
    const auto key = done.state.values<std::uint64_t>(own + "key");
    const auto viewed = done.state.values<std::uint64_t>(view + "key");
    const auto followed = done.state.values<std::uint8_t>(view + "followed");
    const bool has_others = std::string(people) == "foreign_workers";
    ASSERT_EQ(alive.size(), followed.size()) << people;
    for (std::size_t row = 0; row < alive.size(); ++row) {
        if (followed[row] != nobody) {
            EXPECT_EQ(alive[row], 1);
            EXPECT_EQ(viewed[row], key[row]);
        } else if (!has_others) {
            EXPECT_EQ(alive[row], 0) << people << " " << row;
        }
    }
}

/// Records of all views together, from the rows themselves.
std::vector<std::int64_t> records_of_rows(const Finished& done)
{
    std::vector<std::int64_t> records(num_agencies, 0);
    for (const std::string table :
         {"side/register_views", "replicated/register_workers", "replicated/register_students",
          "replicated/register_specialists", "replicated/register_irregular"}) {
        const auto recorded = done.state.values<std::uint8_t>(table + "/recorded");
        const auto twice = done.state.values<std::uint8_t>(table + "/twice");
        for (std::size_t row = 0; row < recorded.size(); ++row) {
            for (std::size_t agency = 0; agency < num_agencies; ++agency) {
                const unsigned one = 1U << agency;
                records[agency] +=
                    (recorded[row] & one) == 0 ? 0 : ((twice[row] & one) != 0 ? 2 : 1);
            }
        }
    }
    return records;
}

TEST(Registers, RecordsAddUpAndAreOfSomebody)
{
    const Finished done = run(plan_of_run({.end = "2026-06", .more = whole_contour("2025-07")}));
    expect_books_close(done);
    expect_views_of_residents(done);
    for (const auto& [people, views] : foreign_tables) {
        expect_views_of_foreigners(done, people, views);
    }
    EXPECT_EQ(records_of_rows(done), values_at_end(done["register_records"]));
}

/// What is missed is what coverage leaves; delays are geometric with the mean said.
TEST(Registers, CoverAndDelayAsTheirParametersSay)
{
    constexpr double coverage = 0.6;
    constexpr double delay = 4.0;
    const Finished done = run(plan_of_run({.scale = 0.02,
                                           .more = set("coverage", coverage) +
                                                   set("delay", delay)}));
    const auto total = [&](const char* name) {
        double all = 0.0;
        for (std::size_t month = 0; month < 12; ++month) {
            all += static_cast<double>(at(done[name], month)[interior]);
        }
        return all;
    };
    const double events = total("register_events");
    const double missed = total("register_missed");
    ASSERT_GT(events, 2000.0);
    // Five standard errors: a false alarm in two million. Some people come twice, by the same luck.
    const double again = 2.0;
    EXPECT_NEAR(missed / events, 1.0 - coverage,
                5.0 * std::sqrt(again * coverage * (1.0 - coverage) / events));
    EXPECT_NEAR(total("register_delay") / (events - missed), delay,
                5.0 * std::sqrt(again * delay * (delay + 1.0) / (events - missed)));
}

/// Without links the contour shows what Labour has; with all of them, what any agency has; and a
/// portal moves nobody, gives nobody work, finds nobody.
TEST(Registers, LinksShowPeopleAndDoNothingElse)
{
    const Finished apart = run(plan_of_run({}));
    const Finished linked = run(plan_of_run({.more = set("linkage", 1.0)}));
    EXPECT_EQ(values_at_end(linked["contour_seen_by"]), values_at_end(linked["register_seen_by"]));
    EXPECT_GT(sum(values_at_end(linked["contour_persons"])),
              2 * sum(values_at_end(apart["contour_persons"])));
    for (const Series& one : apart.series) {
        if (!one.spec.name.starts_with("contour_")) {
            EXPECT_EQ(one.values, linked[one.spec.name].values) << one.spec.name;
        }
    }
}

/// Who is linked is settled for good: what links show at the end does not depend on when they were
/// made, nor on what had been linked before.
TEST(Registers, LinksFollowTheLeverFromItsMonthOn)
{
    const std::string some = set("linkage", 0.6);
    const auto expect_the_same_at_the_end = [](const std::string& more, const std::string& other) {
        const Finished one = run(plan_of_run({.more = more}));
        const Finished two = run(plan_of_run({.more = other}));
        for (const char* name : {"contour_persons", "contour_seen_by"}) {
            EXPECT_EQ(values_at_end(one[name]), values_at_end(two[name])) << name;
        }
    };
    expect_the_same_at_the_end(some, set("linkage", 0.6, "2025-09"));
    expect_the_same_at_the_end(set("linkage", 0.0), some + set("linkage", 0.0, "2025-12"));
}

/// More coverage adds records and takes off none.
TEST(Registers, CoverageAndLinkageAddPeople)
{
    const Finished some = run(plan_of_run({.more = set("coverage", 0.4) + set("linkage", 0.4)}));
    const Finished more = run(plan_of_run({.more = set("coverage", 0.8) + set("linkage", 0.8)}));
    for (const char* name : {"register_persons", "contour_seen"}) {
        const auto few = values_at_end(some[name]);
        const auto many = values_at_end(more[name]);
        for (std::size_t cell = 0; cell < few.size(); ++cell) {
            EXPECT_GE(many[cell], few[cell]) << name << " " << cell;
        }
        EXPECT_GT(sum(many), sum(few));
    }
}

/// A shorter delay: what is made known is known sooner. Entries are events of the month in which
/// somebody is followed; schools and jobs may come later.
TEST(Registers, ShorterDelaysShowPeopleSooner)
{
    const auto mean_of_entry = [](double delay) {
        const Finished done =
            run(plan_of_run({.more = set("linkage", 1.0) + set("delay", delay)}));
        double months = 0.0;
        double people = 0.0;
        for (std::size_t month = 0; month < 12; ++month) {
            months += static_cast<double>(at(done["contour_delay"], month).front());
            people += static_cast<double>(at(done["contour_first_seen"], month).front());
        }
        return months / people;
    };
    EXPECT_EQ(mean_of_entry(0.0), 0.0);
    EXPECT_GT(mean_of_entry(2.0), 0.5);
}

TEST(Registers, SchoolsShowWhereFamiliesLive)
{
    const std::string links = set("linkage", 1.0, "2025-01", "nobd");
    const Finished base = run(plan_of_run({.more = links}));
    const Finished compared = run(plan_of_run({.more = links + set("nobd_residence", 1.0)}));
    const auto of_detected = [](const Finished& done) {
        const Series& late = done["late_registrations"];
        std::int64_t all = 0;
        for (std::size_t i = 0; i < late.values.size(); ++i) {
            all += i % (2 * num_regions) >= num_regions ? late.values[i] : 0;
        }
        return all;
    };
    EXPECT_EQ(base.total("residence_detected"), 0);
    EXPECT_EQ(of_detected(base), 0);
    EXPECT_GT(compared.total("residence_detected"), of_detected(compared));
    EXPECT_GT(of_detected(compared), 0);
    EXPECT_GT(compared.total("late_registrations"), base.total("late_registrations"));
    EXPECT_GT(compared.total("registered_moves"), base.total("registered_moves"));
    // Not linked, or no register: nothing is compared.
    const Finished apart = run(plan_of_run({.more = set("nobd_residence", 1.0)}));
    EXPECT_EQ(apart.total("residence_detected"), 0);
}

TEST(Registers, ContractCheckFindsThoseWhomTheContourShows)
{
    const std::string links = set("linkage", 1.0);
    const auto end = [](const Finished& done) {
        const auto people = values_at_end(done["irregular_people"]);
        constexpr std::size_t visitors = 2;
        std::int64_t known = 0;
        for (std::size_t cell = 0; cell < people.size(); ++cell) {
            known += cell / num_regions == visitors ? 0 : people[cell];
        }
        return known;
    };
    const Finished base = run(plan_of_run({.more = links}), {.threads = 2});
    const Finished more =
        run(plan_of_run({.more = links + set("contract_check", 6.0)}), {.threads = 2});
    EXPECT_GT(more.total("contour_irregular_found"), base.total("contour_irregular_found"));
    EXPECT_LT(end(more), end(base));
}

TEST(Registers, OutreachFindsKandasWhomAnotherAgencyShows)
{
    const auto served = [](const std::string& more) {
        const Finished done = run(plan_of_run({.more = more}), {.threads = 2});
        return std::pair(done.total("integration_served"), done.total("integration_found"));
    };
    const auto base = served("");
    EXPECT_EQ(base.second, 0);
    EXPECT_EQ(served(set("outreach", 0.5)), base);  // Labour alone knows nothing new
    const auto found = served(set("outreach", 0.5) + set("linkage", 1.0, "2025-01", "interior"));
    EXPECT_GT(found.second, 0);
    EXPECT_GT(found.first, base.first);
}

TEST(Registers, MeasuresChangeNothingBefore)
{
    const auto until = [](const std::string& more) {
        return run(plan_of_run({.scale = 0.004, .end = "2026-06", .more = more})).hash();
    };
    EXPECT_EQ(until(whole_contour("2026-07")), until(""));
}

TEST(Registers, RunFromOtherStartsAndWithoutWork)
{
    for (const char* base : {"base-2022.toml", "people-alone.toml"}) {
        const bool is_early = std::string(base) == "base-2022.toml";
        const Finished done = run(plan_of_run({.scale = 0.005,
                                               .end = is_early ? "2022-12" : "2025-12",
                                               .more = whole_contour(is_early ? "2022-03"
                                                                              : "2025-03"),
                                               .base = base}));
        expect_books_close(done);
        EXPECT_GT(sum(values_at_end(done["contour_persons"])), 0);
    }
}

/// What the registers tell of residence: 1.5 million registered in Astana, 1.9 million present.
TEST(Registers, AstanaServesMoreThanAreRegistered)
{
    constexpr std::size_t astana = 17;  // KZ-71
    const Finished done = run(plan_of_run({.scale = 0.05, .end = "2025-01"}), {.threads = 2});
    const auto people = [&](const char* name) {
        return static_cast<double>(at(done[name], 0)[astana]) / 0.05 / 1e6;
    };
    EXPECT_NEAR(people("population"), 1.53, 0.06);
    EXPECT_NEAR(people("population_present"), 1.93, 0.08);
}

TEST(Registers, AreTheSameForAnyCrew)
{
    expect_same_for_any_crew(
        plan_of_run({.scale = 0.003, .end = "2026-03", .more = whole_contour("2025-03")}),
        Month(2025, 9));
}

}  // namespace
}  // namespace qonys::testing
