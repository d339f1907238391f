#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "support/kz_run.hpp"
#include "support/watched_run.hpp"

// Foreign students: one place of study each, books of who stands where, places, visas, and staying.
namespace qonys::testing {
namespace {

constexpr std::size_t num_origins = 10;
constexpr std::size_t num_fields = 7;
constexpr std::size_t num_steps = 6;
constexpr std::array<const char*, 3> statuses{"studying", "seeking", "working"};
enum Step : std::size_t { studying, seeking, working, irregular, abroad, resident };
constexpr std::uint8_t graduate_status = 9;  // of foreign workers

std::string set(const std::string& lever, double value, const std::string& from = "2025-01",
                const std::string& target = "")
{
    return set_lever("students." + lever, value, from, target);
}

std::int64_t moved(const Finished& done, Step from, Step to)
{
    const Series& series = done["student_transitions"];
    std::int64_t sum = 0;
    for (std::size_t time = 0; time < series.times.size(); ++time) {
        sum += series.at(time)[from * num_steps + to];
    }
    return sum;
}

std::int64_t at_end(const Finished& done, Step status)
{
    const Series& series = done["foreign_students_by_status"];
    std::int64_t sum = 0;
    for (std::size_t origin = 0; origin < num_origins; ++origin) {
        sum += series.at(series.times.size() - 1)[status * num_origins + origin];
    }
    return sum;
}

/// Everybody has one row, one region and one field, and a right that has not run out; whoever works
/// has one post, which is his.
TEST(Students, AreEachInOnePlace)
{
    const Plan plan = kz_plan({.end = "2027-12", .more = set("post_study_months", 18)});
    Watched run(plan);
    run->populate();
    run->begin();
    std::size_t at_work = 0;
    while (run->next_month() <= Month(2027, 12)) {
        const Month now = run->next_month();
        run->advance();
        const Rows& students = table(run->world(), "foreign_students");
        const Rows& workers = table(run->world(), "foreign_workers");
        std::set<std::uint64_t> keys;
        std::map<std::uint64_t, std::size_t> posts;
        for (std::size_t row = 0; row < workers.size(); ++row) {
            if (column<std::uint8_t>(workers, "alive")[row] != 0 &&
                column<std::uint8_t>(workers, "status")[row] == graduate_status) {
                EXPECT_TRUE(posts.emplace(column<std::uint64_t>(workers, "key")[row], row).second);
            }
        }
        for (std::size_t row = 0; row < students.size(); ++row) {
            if (column<std::uint8_t>(students, "alive")[row] == 0) {
                continue;
            }
            const std::uint64_t key = column<std::uint64_t>(students, "key")[row];
            EXPECT_TRUE(keys.insert(key).second);
            EXPECT_LT(column<std::uint8_t>(students, "region")[row], num_regions);
            EXPECT_LT(column<std::uint8_t>(students, "field")[row], num_fields);
            const std::uint8_t status = column<std::uint8_t>(students, "status")[row];
            EXPECT_GT(column<MonthStamp>(students, "valid_until")[row], stamp(now))
                << statuses[status];
            if (status == working) {
                const auto post = posts.find(key);
                ASSERT_NE(post, posts.end());
                EXPECT_EQ(column<std::uint32_t>(students, "worker")[row], post->second);
                EXPECT_EQ(column<std::uint8_t>(workers, "region")[post->second],
                          column<std::uint8_t>(students, "region")[row]);
                posts.erase(post);
                ++at_work;
            }
        }
        EXPECT_TRUE(posts.empty()) << now.text() << ": graduates at work who are no graduates";
    }
    EXPECT_GT(at_work, 100U);
}

TEST(Students, StandWhereTheBooksHaveThem)
{
    const Finished done = run(kz_plan({.end = "2028-12", .more = set("post_study_months", 12)}));
    const Series& stocks = done["foreign_students_by_status"];
    const Series& flows = done["student_transitions"];
    ASSERT_EQ(stocks.times.size(), flows.times.size() + 1);
    for (std::size_t time = 0; time < flows.times.size(); ++time) {
        for (std::size_t status = 0; status < statuses.size(); ++status) {
            std::int64_t change = 0;
            for (std::size_t origin = 0; origin < num_origins; ++origin) {
                change += stocks.at(time + 1)[status * num_origins + origin] -
                          stocks.at(time)[status * num_origins + origin];
            }
            for (std::size_t other = 0; other < num_steps; ++other) {
                change -= flows.at(time)[other * num_steps + status];
                change += flows.at(time)[status * num_steps + other];
            }
            EXPECT_EQ(change, 0) << flows.times[time].text() << " " << statuses[status];
        }
    }
    EXPECT_EQ(done.total("student_applicants"),
              done.total("students_refused") + done.total("students_admitted"));
    EXPECT_EQ(moved(done, abroad, studying), done.total("students_admitted"));
    EXPECT_EQ(moved(done, studying, abroad) + moved(done, studying, irregular) +
                  moved(done, studying, seeking) + moved(done, studying, resident),
              done.total("student_graduates") + done.total("students_dropped_out"));
    EXPECT_EQ(moved(done, studying, resident) + moved(done, working, resident),
              done.total("students_settled"));
    EXPECT_GT(moved(done, working, irregular) + moved(done, seeking, irregular), 0);
}

/// Families of others that came, at full scale: arrivals of a sample would be too few to tell.
std::int64_t other_families(const Finished& done)
{
    const auto families = done.state.values<std::int64_t>(
        "process/external_arrivals/external_arrivals.others.ordinal");
    return std::accumulate(families.begin(), families.end(), std::int64_t{0});
}

/// Settlers under the rules of the start are part of published arrivals; others come on top.
TEST(Students, WhoSettleAreArrivalsAndNotCountedTwice)
{
    const auto with = [](double months, double settle) {
        return run(kz_plan({.scale = 0.05,
                            .end = "2027-12",
                            .more = set("post_study_months", months) +
                                    "\n[students.after]\nfamily_residence = " +
                                    std::to_string(settle) + "\nresidence_rate = 1.0\n"}));
    };
    const Finished nobody = with(0, 0.0);
    const Finished some = with(0, 0.05);
    const auto settled = static_cast<double>(some.total("students_settled")) / 0.05;
    ASSERT_GT(settled, 500.0);
    // Of 1 to 5 persons, some two on average; drawn anew where the order moves on.
    const auto fewer = static_cast<double>(other_families(nobody) - other_families(some));
    EXPECT_GT(fewer, settled / 5.0);
    EXPECT_LT(fewer, settled);
    // Whoever settles after years of work comes beyond them.
    const Finished right = with(24, 0.05);
    EXPECT_GT(right.total("students_settled"), some.total("students_settled") + 30);
    EXPECT_EQ(other_families(right), other_families(some));
}

TEST(Students, AsResidentsKeepKeyAgeAndRegion)
{
    const Plan plan = kz_plan({.scale = 0.05, .end = "2025-06"});
    Watched run(plan);
    run->populate();
    run->begin();
    run.advance_until(Month(2025, 5));
    std::map<std::uint64_t, std::pair<MonthStamp, std::uint8_t>> before;
    const Rows& students = table(run->world(), "foreign_students");
    for (std::size_t row = 0; row < students.size(); ++row) {
        before[column<std::uint64_t>(students, "key")[row]] = {
            column<MonthStamp>(students, "birth_month")[row],
            column<std::uint8_t>(students, "region")[row]};
    }
    run->advance();
    std::size_t found = 0;
    const WorldSchema& schema = run->world().schema();
    for_everybody(run->world(), [&](const Shard& shard, std::size_t row) {
        const auto known = before.find(shard.people()[schema.person.key][row].value());
        if (known == before.end()) {
            return;
        }
        ++found;
        EXPECT_EQ(shard.people()[schema.person.birth_month][row], known->second.first);
        EXPECT_EQ(shard.people()[schema.person.region][row].value(), known->second.second);
    });
    EXPECT_GT(found, 5U);
}

TEST(Students, FindNoMorePlacesThanThereAre)
{
    const Finished none = run(kz_plan({.end = "2025-12", .more = set("places", 0)}));
    EXPECT_EQ(none.total("students_admitted"), 0);
    EXPECT_GT(none.total("student_applicants"), 0);
    const Finished few = run(kz_plan({.end = "2026-12", .more = set("places", 20)}));
    // 20 places in each of 140 cells and 2 years at 0.02, and one overdrawn at most.
    std::int64_t all = 0;
    for (std::size_t cell = 0; cell < num_regions * num_fields; ++cell) {
        std::int64_t admitted = 0;
        for (std::size_t time = 0; time < few["students_admitted"].times.size(); ++time) {
            admitted += few["students_admitted"].at(time)[cell];
        }
        EXPECT_LE(static_cast<double>(admitted), 2 * 20 * 0.02 + 1.0);
        all += admitted;
    }
    EXPECT_GT(all, 20);
}

TEST(Students, OfARegionWithoutPlacesGoElsewhereAndNobodyElseMoves)
{
    const std::string closed = set("places", 0, "2025-01", "target = { region = [\"KZ-79\"] }\n");
    const Finished base = run(kz_plan({.end = "2025-12", .more = set("places", 1e6)}));
    const Finished changed = run(kz_plan({.end = "2025-12", .more = set("places", 1e6) + closed}));
    constexpr std::size_t shymkent = 19;
    EXPECT_EQ(base.total("students_admitted"), changed.total("students_admitted"));
    const auto in = [](const Finished& done, std::size_t region) {
        const Series& series = done["students_admitted"];
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            sum += i % series.num_cells() / num_fields == region ? series.values[i] : 0;
        }
        return sum;
    };
    EXPECT_GT(in(base, shymkent), 0);
    EXPECT_EQ(in(changed, shymkent), 0);
    for (std::size_t region = 0; region < shymkent; ++region) {
        EXPECT_GE(in(changed, region), in(base, region)) << region;
    }
}

TEST(Students, StayMoreWhereTheyMay)
{
    const auto staying = [](const std::string& more) {
        const Finished done = run(kz_plan({.end = "2027-12", .more = more}));
        return at_end(done, seeking) + at_end(done, working) + done.total("students_settled");
    };
    const std::int64_t base = staying("");
    const std::int64_t with_offer = staying(set("post_study_months", 36));
    const std::int64_t without = staying(set("post_study_months", 36) + set("job_offer_needed", 0));
    EXPECT_GT(with_offer, base + 10);
    EXPECT_GE(without, with_offer);
}

TEST(Students, ArePreparedWarnedAndRefusedAsLeversHaveIt)
{
    const auto total = [](const std::string& more, const char* tally) {
        return run(kz_plan({.end = "2025-12", .more = more})).total(tally);
    };
    const std::int64_t admitted = total("", "students_admitted");
    EXPECT_EQ(total(set("campaign", 1), "student_applicants"), total("", "student_applicants"));
    EXPECT_GT(total(set("preparation", 1), "students_admitted"), admitted);
    EXPECT_LT(total(set("visa_refusal", 0.5), "students_admitted"), admitted);
    EXPECT_LT(total(set("visa_days", 180), "student_applicants"), total("", "student_applicants"));
    EXPECT_EQ(total(set("visa_refusal", 1.0), "students_admitted"), 0);
}

TEST(Students, AreNotTouchedBeforeAMeasureBegins)
{
    const auto until_2026 = [](const std::string& more) {
        const Plan plan = kz_plan({.scale = 0.01, .end = "2027-12", .more = more});
        return run_until(plan, {}, Month(2026, 12)).hash();
    };
    EXPECT_EQ(until_2026(""),
              until_2026(set("places", 1, "2027-01") + set("post_study_months", 36, "2027-01") +
                         set("visa_days", 5, "2027-01")));
}

TEST(Students, AreTheSameForAnyCrew)
{
    expect_same_for_any_crew(
        kz_plan({.scale = 0.01, .end = "2026-09", .more = set("post_study_months", 6)}),
        Month(2025, 10));
}

/// 25,230 were here in 2023/24: the growth by which they came is part of the scenario of 2022.
TEST(Students, GrowFrom2022AsKnown)
{
    const Finished done = run(kz_plan({.scale = 0.05, .end = "2023-12", .base = "base-2022.toml"}));
    EXPECT_NEAR(static_cast<double>(at_end(done, studying)) / 0.05, 25230.0, 1500.0);
}

TEST(Students, GraduateAndLeaveWhereNobodyWorksForEmployers)
{
    const Finished done = run(kz_plan(
        {.end = "2026-12", .more = set("post_study_months", 36), .base = "people-alone.toml"}));
    EXPECT_GT(moved(done, studying, seeking), 0);
    EXPECT_EQ(moved(done, seeking, working), 0);
    EXPECT_EQ(moved(done, studying, irregular) + moved(done, seeking, irregular), 0);
    EXPECT_GT(done.total("students_settled"), 0);
}

}  // namespace
}  // namespace qonys::testing
