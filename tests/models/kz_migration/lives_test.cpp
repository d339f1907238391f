#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "support/followed_run.hpp"
#include "support/kz_run.hpp"

namespace qonys {
namespace {

using testing::Lives;

Plan plan_at(double scale, const std::string& end)
{
    return testing::kz_plan({.scale = scale, .end = end});
}

/// Everybody of a small country for eighteen months, simulated once for all tests.
const Lives& everybody()
{
    static const Lives lives =
        testing::follow(plan_at(0.002, "2026-06"), testing::everybody(), {2, 3});
    return lives;
}

const Series& series(const Lives& lives, const std::string& name)
{
    return *std::find_if(lives.series.begin(), lives.series.end(),
                         [&](const Series& one) { return one.spec.name == name; });
}

std::int64_t total(const std::string& tally)
{
    const auto& values = series(everybody(), tally).values;
    return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

/// Lines that fit a description; what is left empty fits all.
struct Wanted {
    std::string kind;
    std::string process;
    std::string what;
    Outcome outcome = Outcome::changed;
    std::string from = "*";  ///< "*": any; "-": something
    std::string to = "*";
};

bool fits(const std::string& wanted, const std::string& value)
{
    return wanted == "*" || (wanted == "-" ? !value.empty() : wanted == value);
}

std::int64_t count(const Wanted& wanted)
{
    const Lives& lives = everybody();
    return std::count_if(lives.events.begin(), lives.events.end(), [&](const LifeEvent& one) {
        return one.outcome == wanted.outcome && one.what == wanted.what &&
               lives.kind(one) == wanted.kind &&
               (wanted.process.empty() || lives.process(one) == wanted.process) &&
               fits(wanted.from, one.from) && fits(wanted.to, one.to);
    });
}

/// Every published aggregate is the sum over single lives: no table stands in for a person or a firm.
TEST(KzLives, AddUpToWhatIsPublished)
{
    const std::string person = "person";
    EXPECT_EQ(count({person, "fertility", "sex", Outcome::appeared}), total("births"));
    EXPECT_EQ(count({person, "mortality", "gone", Outcome::changed, "*", "died"}), total("deaths"));
    EXPECT_EQ(count({person, "", "gone", Outcome::changed, "*", "left_country"}),
              total("external_departures"));
    EXPECT_EQ(count({person, "external_arrivals", "sex", Outcome::appeared}) +
                  count({person, "kandas_arrivals", "sex", Outcome::appeared}),
              total("external_arrivals"));
    const std::int64_t hires = count({person, "job_search", "post", Outcome::won});
    EXPECT_EQ(hires, total("hires"));
    // Another post with the same employer ends a job and changes no employer.
    const std::int64_t inside =
        hires - count({person, "job_search", "employer", Outcome::changed, "*", "-"});
    EXPECT_GE(inside, 0);
    EXPECT_EQ(count({person, "", "employer", Outcome::changed, "-", "*"}) + inside,
              total("jobs_ended"));
    EXPECT_EQ(count({person, "own_business", "activity", Outcome::changed, "*", "self_employed"}) +
                  count({person, "lending", "activity", Outcome::changed, "*", "self_employed"}),
              total("businesses_started"));
    EXPECT_EQ(count({person, "lending", "loan", Outcome::won}), total("loans_issued"));
    EXPECT_EQ(count({person, "lending", "grant", Outcome::won}), total("grants_given"));
    EXPECT_EQ(count({person, "loan_service", "loan_repaid", Outcome::won}) +
                  count({person, "loan_service", "loan_called_in", Outcome::lost}),
              total("loans_ended"));
    EXPECT_EQ(count({person, "own_business", "activity", Outcome::changed, "self_employed", "*"}),
              total("businesses_ended"));
    EXPECT_EQ(count({"employer", "own_business", "region", Outcome::appeared}),
              total("employers_opened"));
    EXPECT_EQ(count({"employer", "employer_decisions", "alive", Outcome::changed, "1", "0"}),
              total("employers_closed"));
    EXPECT_EQ(count({person, "unions", "partner", Outcome::changed, "", "-"}),
              2 * total("unions_formed"));
    EXPECT_EQ(count({person, "home_leaving", "household"}), total("left_home"));
    EXPECT_EQ(count({person, "abroad_leaving", "stay", Outcome::changed, "home", "*"}),
              total("abroad_leavings"));
    EXPECT_EQ(count({person, "abroad_stay", "stay", Outcome::changed, "*", "home"}),
              total("abroad_returns"));
}

TEST(KzLives, AddUpToWhatProgrammesPublish)
{
    const std::string person = "person";
    EXPECT_EQ(count({person, "kandas_status", "legal_status", Outcome::changed, "*", "kandas"}) +
                  count({person, "", "legal_status", Outcome::appeared, "*", "kandas"}),
              total("kandas_granted"));
    EXPECT_EQ(count({person, "kandas_status", "legal_status", Outcome::changed, "kandas", "citizen"}),
              total("kandas_naturalised"));
    EXPECT_EQ(count({person, "resettlement", "region"}), total("resettlers_received"));
    EXPECT_EQ(count({person, "resettler_return", "region"}), total("resettlers_returned"));
    EXPECT_EQ(count({"foreign_worker", "foreign_permits", "permit_end", Outcome::appeared, "*", "-"}),
              total("permits_issued"));
    EXPECT_EQ(count({"foreign_worker", "foreign_permits", "renewals"}), total("permits_extended"));
    EXPECT_EQ(count({"foreign_worker", "foreign_permits", "permit", Outcome::lost}) +
                  count({"foreign_post", "foreign_permits", "permit", Outcome::lost}),
              total("permits_refused"));
    EXPECT_EQ(count({"foreign_worker", "eaeu_workers", "status", Outcome::appeared}),
              total("eaeu_arrivals"));
    EXPECT_EQ(count({"foreign_worker", "foreign_departures", "alive", Outcome::changed, "1", "0"}),
              total("foreign_departures"));
    EXPECT_EQ(count({"foreign_worker", "household_workers", "permit", Outcome::won}),
              total("household_permits_issued"));
}

/// Changes of one column by origin and destination against a tally of pairs of regions.
void expect_pairs(const std::string& what, const std::string& tally)
{
    const Lives& lives = everybody();
    const Series& published = series(lives, tally);
    const Axis& origin = published.spec.axes[0];
    const Axis& destination = published.spec.axes[1];
    std::vector<std::int64_t> pairs(origin.size() * destination.size(), 0);
    for (const LifeEvent& one : lives.events) {
        if (lives.kind(one) == "person" && one.what == what && one.outcome == Outcome::changed) {
            ++pairs[*origin.position(one.from) * destination.size() +
                    *destination.position(one.to)];
        }
    }
    std::vector<std::int64_t> sums(pairs.size(), 0);
    for (std::size_t i = 0; i < published.values.size(); ++i) {
        sums[i % sums.size()] += published.values[i];
    }
    EXPECT_EQ(pairs, sums) << what;
}

TEST(KzLives, AddUpToFlowsBetweenRegions)
{
    expect_pairs("registered_region", "registered_moves");
    expect_pairs("region", "actual_moves");
}

TEST(KzLives, AreTheSameForAnyCrew)
{
    const Plan plan = plan_at(0.002, "2025-08");
    const std::vector<std::string> expected =
        testing::follow(plan, testing::everybody(), {1, 1}).lines();
    for (const testing::Crew crew : {testing::Crew{7, 3}, testing::Crew{2, 8}}) {
        const std::vector<std::string> lines =
            testing::follow(plan, testing::everybody(), crew).lines();
        ASSERT_EQ(lines.size(), expected.size());
        const auto [one, other] = std::mismatch(lines.begin(), lines.end(), expected.begin());
        EXPECT_TRUE(one == lines.end()) << *one << '\n' << *other;
    }
}

/// Records of side tables too, of which a resumed run finds the state alone.
TEST(KzLives, GoOnWhereARunIsResumed)
{
    const Plan plan = plan_at(0.002, "2025-05");
    const std::vector<std::string> whole = testing::follow(plan, testing::everybody()).lines();
    const Month half(2025, 3);
    const Lives first = testing::follow(plan, testing::everybody(), {2, 1}, {half});
    const Lives rest =
        testing::follow(plan, testing::everybody(), {1, 3}, {plan.scenario.end, &first, half});
    std::vector<std::string> lines = first.lines();
    const std::vector<std::string> more = rest.lines();
    lines.insert(lines.end(), more.begin(), more.end());
    ASSERT_EQ(lines.size(), whole.size());
    const auto [one, other] = std::mismatch(lines.begin(), lines.end(), whole.begin());
    EXPECT_TRUE(one == lines.end()) << *one << '\n' << *other;
}

/// Whatever a process changes it says that it writes: else a life could not name who did it.
TEST(KzLives, NameWhoChangedWhat)
{
    const Lives& lives = everybody();
    std::map<std::string, int> nameless;
    for (const LifeEvent& one : lives.events) {
        if (lives.process(one) == "undeclared") {
            ++nameless[lives.kind(one) + " " + one.what];
        }
    }
    for (const auto& [what, times] : nameless) {
        ADD_FAILURE() << what << " was changed " << times << " times by who did not declare it";
    }
}

/// The probabilities that were told are those by which it happened. False alarm: 1 in 15,000 a draw.
TEST(KzLives, HappenAsOftenAsTheirChancesSay)
{
    const Lives& lives = everybody();
    struct Sum {
        double expected = 0.0;
        double variance = 0.0;
        double happened = 0.0;
        double asked = 0.0;
    };
    std::map<std::string, Sum> sums;
    for (const LifeEvent& one : lives.events) {
        if (std::isnan(one.probability)) {
            continue;
        }
        const bool is_race = one.outcome >= Outcome::chosen;
        const double p = is_race ? one.probability : one.probability / one.out_of;
        Sum& sum = sums[lives.process(one) + "." + one.what + (is_race ? " " + one.to : "")];
        sum.expected += p;
        sum.variance += p * (1.0 - p);
        sum.asked += 1.0;
        sum.happened += one.outcome == Outcome::yes || one.outcome == Outcome::chosen ? 1.0 : 0.0;
        if (!is_race) {
            EXPECT_EQ(one.outcome == Outcome::yes, one.drawn < one.probability) << one.what;
            EXPECT_LE(one.drawn, one.out_of);
        }
    }
    EXPECT_GT(sums.size(), 60U);
    for (const auto& [draw, sum] : sums) {
        // Members of a household share the draw of a late registration.
        const double alike = draw == "registration.registers" ? 8.0 : 1.0;
        EXPECT_NEAR(sum.happened, sum.expected, 4.0 * std::sqrt(alike * sum.variance) + 1.0) << draw;
    }
}

/// The life of each subject, line by line.
std::map<Subject, std::vector<const LifeEvent*>> by_subject()
{
    std::map<Subject, std::vector<const LifeEvent*>> lives;
    for (const LifeEvent& one : everybody().events) {
        lives[one.subject].push_back(&one);
    }
    return lives;
}

/// Each line goes on from where the one before left.
TEST(KzLives, HangTogether)
{
    for (const auto& [subject, lines] : by_subject()) {
        std::map<std::string, std::string> now;
        for (const LifeEvent* line : lines) {
            if (line->outcome == Outcome::changed) {
                ASSERT_EQ(now[line->what], line->from)
                    << everybody().kinds[subject.kind] << " " << key_text(subject.key) << " "
                    << line->what << " " << line->month.text();
            }
            if (line->outcome <= Outcome::changed && line->what != "members") {
                now[line->what] = line->to;
            } else if (line->what == "members") {
                now["members"] = line->to;
            }
        }
    }
}

/// What lives tell of side tables leads from the records at the start to those at the end.
TEST(KzLives, TellOfEveryRecordOfSideTables)
{
    const Lives& lives = everybody();
    std::map<std::pair<std::uint64_t, std::string>, std::string> now;
    for (const LifeEvent& one : lives.events) {
        if (lives.kind(one) == "person" && one.outcome <= Outcome::changed) {
            now[{one.subject.key, one.what}] = one.to;
        }
    }
    const auto keys = lives.state.values<std::uint64_t>("side/loans/key");
    const auto left = lives.state.values<std::int64_t>("side/loans/outstanding");
    ASSERT_GT(keys.size(), 20U);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        EXPECT_EQ((now[{keys[i], "loans"}]), "open");
        EXPECT_EQ((now[{keys[i], "loans.outstanding"}]), std::to_string(left[i]));
    }
    for (const std::string name : {"loans", "abroad", "register_views", "kandas"}) {
        const auto open = std::count_if(now.begin(), now.end(), [&](const auto& one) {
            return one.first.second == name && one.second == "open" &&
                   now[{one.first.first, "gone"}] == "no";
        });
        const auto there = lives.state.values<std::uint64_t>("side/" + name + "/key");
        const auto living = std::count_if(there.begin(), there.end(), [&](std::uint64_t key) {
            return now[{key, "gone"}] == "no";
        });
        EXPECT_EQ(open, living) << name;
        EXPECT_GT(open, 20) << name;
    }
}

/// No move to another place ends a record or begins one.
TEST(KzLives, TellOfRecordsThatBeginAndEndAsPublished)
{
    const std::string person = "person";
    const auto begun = [&](const char* process, const char* table) {
        return count({person, process, table, Outcome::appeared, "*", "open"});
    };
    const auto ended = [&](const char* process, const char* table) {
        return count({person, process, table, Outcome::changed, "open", "ended"});
    };
    EXPECT_EQ(begun("", "loans"), total("loans_issued"));
    EXPECT_EQ(begun("lending", "loans"), total("loans_issued"));
    EXPECT_EQ(ended("", "loans"), total("loans_ended"));
    EXPECT_EQ(begun("", "abroad"), total("abroad_leavings"));
    EXPECT_EQ(ended("", "abroad"),
              total("abroad_returns") + total("abroad_deaths") + total("abroad_departures"));
    EXPECT_GT(total("loans_ended"), 10);
    EXPECT_GT(total("abroad_returns"), 50);
}

/// From hire to end at employers that exist; the staff of each is its people.
TEST(KzLives, WorkForEmployersThatExist)
{
    const Lives& lives = everybody();
    std::set<std::string> employers;
    for (const LifeEvent& one : lives.events) {
        if (lives.kind(one) == "employer" && one.outcome <= Outcome::appeared) {
            employers.insert(key_text(one.subject.key));
        }
    }
    std::int64_t jobs = 0;
    for (const LifeEvent& one : lives.events) {
        if (lives.kind(one) == "person" && one.what == "employer" && !one.to.empty()) {
            ++jobs;
            ASSERT_TRUE(employers.contains(one.to)) << one.to;
        }
    }
    EXPECT_GT(jobs, 10'000);
}

/// A permit ends no earlier than it was given, and its worker leaves, or is let stay, when it ends.
TEST(KzLives, KeepToTheTermsOfPermits)
{
    const Lives& lives = everybody();
    std::int64_t looked_at = 0;
    for (const auto& [subject, lines] : by_subject()) {
        if (lives.kinds[subject.kind] != "foreign_worker") {
            continue;
        }
        std::string end;
        bool alive = false;
        for (const LifeEvent* line : lines) {
            if (line->what == "permit_end" && line->outcome <= Outcome::changed) {
                end = line->to;
                EXPECT_TRUE(end.empty() || end >= line->month.text()) << key_text(subject.key);
            } else if (line->what == "alive" && line->outcome <= Outcome::changed) {
                alive = line->to == "1";
            } else if (line->what == "gone") {
                alive = false;
            }
        }
        ++looked_at;
        EXPECT_TRUE(!alive || end.empty() || end >= "2026-06") << key_text(subject.key);
    }
    EXPECT_GT(looked_at, 50);
}

/// Families settle under a contract that begins with their move and ends when they leave.
TEST(KzLives, KeepToTheContractsOfSettlers)
{
    const Lives& lives = everybody();
    const std::set<std::string> ends{"resettler_return", "household_moves", "external_departures",
                                     "kandas_return", "settlement_support"};
    std::int64_t contracts = 0;
    for (const LifeEvent& one : lives.events) {
        if (one.what != "contract_month" || one.outcome > Outcome::changed ||
            one.outcome == Outcome::start) {
            continue;
        }
        const std::string& process = lives.process(one);
        if (!one.to.empty()) {
            ++contracts;
            EXPECT_EQ(one.to, one.month.text());
            EXPECT_TRUE(process == "resettlement" || process == "kandas_arrivals") << process;
        } else if (!one.from.empty()) {
            EXPECT_TRUE(ends.contains(process)) << process;
            EXPECT_GT(one.month.text(), one.from);
        }
    }
    EXPECT_GT(contracts, 0);
}

}  // namespace
}  // namespace qonys
