#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>
#include <string>

#include "business/loan_records.hpp"
#include "support/followed_run.hpp"
#include "support/kz_run.hpp"

// Concessional loans and grants: that every loan is repaid, outstanding or written off, that books
// and records agree, who gains, and that policy reaches whom it names.
namespace qonys::testing {
namespace {

namespace kz = models::kz_migration;

constexpr std::size_t num_programmes = 4;
constexpr std::size_t num_entries = 6;
constexpr std::size_t num_sides = 4;
enum Entry : std::size_t { lent, repaid, recovered, written_off, interest, subsidy };

std::string measure(const std::string& kind, const std::string& lever, double value,
                    const std::string& more = "")
{
    return "\n[[measure]]\nlever = \"" + lever + "\"\nkind = \"" + kind + "\"\n" +
           (kind == "scale" ? "factor" : "value") + " = " + std::to_string(value) +
           "\nfrom = \"2025-01\"\n" + more;
}

/// A stock or flow of a programme at a time, over regions or entries.
std::int64_t over_regions(const Series& series, std::size_t time, std::size_t programme)
{
    return sum(series.at(time).subspan(programme * num_regions, num_regions));
}

std::int64_t money(const Finished& done, std::size_t month, std::size_t programme, Entry entry)
{
    const Series& series = done["loan_money"];
    return series.values[month * series.num_cells() + programme * num_entries + entry];
}

std::int64_t ended(const Finished& done, std::size_t month, std::size_t programme)
{
    const Series& series = done["loans_ended"];
    const auto first = series.values.begin() +
                       static_cast<std::ptrdiff_t>(month * series.num_cells() + programme * 4);
    return std::accumulate(first, first + 4, std::int64_t{0});
}

void expect_books_close(const Finished& done, std::size_t months)
{
    for (std::size_t p = 0; p < num_programmes; ++p) {
        for (std::size_t m = 0; m < months; ++m) {
            EXPECT_EQ(over_regions(done["loans_outstanding"], m + 1, p),
                      over_regions(done["loans_outstanding"], m, p) + money(done, m, p, lent) -
                          money(done, m, p, repaid) - money(done, m, p, recovered) -
                          money(done, m, p, written_off))
                << p << " in month " << m;
            EXPECT_EQ(over_regions(done["loans_running"], m + 1, p),
                      over_regions(done["loans_running"], m, p) +
                          over_regions(done["loans_issued"], m, p) - ended(done, m, p))
                << p << " in month " << m;
        }
    }
}

std::int64_t in_budget(const Finished& done, std::size_t month, std::size_t line, std::size_t side)
{
    const Series& series = done["budget"];
    const std::size_t first = series.spec.axes[0].position("auyl_amanaty").value();
    return series.values[month * series.num_cells() + (first + line) * num_sides + side];
}

const std::string four_programmes =
    measure("set", "loans.volume", 3000, "target = { loan_programme = [\"newcomers\"] }\n") +
    measure("set", "loans.volume", 2000, "target = { loan_programme = [\"rural_projects\"] }\n");

const Finished& usual()
{
    static const Finished done =
        run(kz_plan({.scale = 0.02, .end = "2026-12", .more = four_programmes}), {.threads = 2});
    return done;
}

TEST(Annuity, EndsInItsMonthsAndIsTheTextbooks)
{
    // 6 million at 2.5 % a year over 60 months: 106,484.17 a month.
    EXPECT_NEAR(static_cast<double>(kz::annuity(6'000'000, 250, 60)), 106'484.17, 1.0);
    EXPECT_EQ(kz::annuity(6'000'000, 0, 60), 100'000);
    for (const auto& [principal, rate, months] : {std::tuple{6'000'000, 250, 60},
                                                  {9'830'000, 1260, 36},
                                                  {1'000, 9999, 7},
                                                  {1'000, 1, 84}}) {
        const auto each = kz::annuity(principal, static_cast<std::uint16_t>(rate),
                                      static_cast<std::uint16_t>(months));
        std::int64_t left = principal;
        int paid = 0;
        for (; left > 0; ++paid) {
            left -=
                std::min(left, each - kz::monthly_interest(left, static_cast<std::uint16_t>(rate)));
        }
        EXPECT_LE(paid, months);
        EXPECT_GE(paid, months - 1);
    }
}

TEST(Loans, AreRepaidOutstandingOrWrittenOff)
{
    expect_books_close(usual(), 24);
    for (std::size_t p = 0; p < num_programmes; ++p) {
        EXPECT_GT(over_regions(usual()["loans_running"], 24, p), 0) << p;
    }
    EXPECT_GT(money(usual(), 20, 1, written_off) + money(usual(), 21, 1, written_off) +
                  money(usual(), 22, 1, written_off),
              0);
}

TEST(Loans, AreBookedAsTheStatesMoneyOrAsItsPartOfTheInterest)
{
    for (std::size_t month = 0; month < 24; ++month) {
        for (std::size_t p = 0; p < num_programmes; ++p) {
            const bool is_banks = p == 1;
            const auto expect_line = [&](std::size_t side, std::int64_t tenge) {
                EXPECT_EQ(in_budget(usual(), month, p, side), tenge) << p << ", side " << side;
            };
            expect_line(0, money(usual(), month, p, is_banks ? subsidy : lent));
            expect_line(1, is_banks ? 0 : money(usual(), month, p, interest));
            expect_line(3, is_banks ? 0
                                    : money(usual(), month, p, repaid) +
                                          money(usual(), month, p, recovered));
        }
    }
}

TEST(Loans, AreWhatTheirRecordsSay)
{
    const MemorySnapshot& state = usual().state;
    const auto programme = state.values<std::uint8_t>("side/loans/programme");
    const auto principal = state.values<std::int64_t>("side/loans/principal");
    const auto outstanding = state.values<std::int64_t>("side/loans/outstanding");
    const auto instalment = state.values<std::int64_t>("side/loans/instalment");
    std::array<std::int64_t, num_programmes> left{};
    std::array<std::int64_t, num_programmes> number{};
    for (std::size_t i = 0; i < programme.size(); ++i) {
        left.at(programme[i]) += outstanding[i];
        ++number.at(programme[i]);
        EXPECT_GT(outstanding[i], 0);
        EXPECT_LE(outstanding[i], principal[i]);
        EXPECT_GT(instalment[i], 0);
        EXPECT_EQ(principal[i] % 1000, 0);
        EXPECT_LE(principal[i], 6500 * 4325);  // the largest cap, in MCI of 2026
    }
    for (std::size_t p = 0; p < num_programmes; ++p) {
        EXPECT_EQ(left.at(p), over_regions(usual()["loans_outstanding"], 24, p)) << p;
        EXPECT_EQ(number.at(p), over_regions(usual()["loans_running"], 24, p)) << p;
    }
}

TEST(Loans, AreNeverMoreThanThereIsMoneyFor)
{
    // A sample may overdraw by one loan in each region, and pays that back.
    const double scale = 0.02;
    const double most_loan = 6500.0 * 4325.0;
    double amanaty = 0.0;
    for (std::size_t month = 0; month < 24; ++month) {
        amanaty += static_cast<double>(money(usual(), month, 0, lent));
    }
    const double mci = 80e9 / 3450.0 * (3932.0 + 4325.0);  // volumes keep their worth in MCI
    EXPECT_LE(amanaty, mci * scale + num_regions * most_loan);
    EXPECT_GE(amanaty, 0.75 * mci * scale);
}

TEST(Loans, OfRandomBorrowersAreLivesThatCanBeTold)
{
    const Plan plan = kz_plan({.scale = 0.005, .end = "2026-06"});
    const Finished half = run_until(plan, {}, Month(2025, 12));
    const auto keys = half.state.values<std::uint64_t>("side/loans/key");
    FollowRequest some;
    for (std::size_t i = 0; i < keys.size(); i += std::max<std::size_t>(1, keys.size() / 12)) {
        some.keys.push_back({"person", keys[i]});
    }
    ASSERT_GT(some.keys.size(), 5U);
    const Lives lives = follow(plan, some);
    std::size_t told = 0;
    for (const LifeEvent& one : lives.events) {
        told += one.what == "defaults" || one.what == "loan" || one.what == "pays_nothing" ? 1 : 0;
        EXPECT_NE(lives.process(one), "undeclared") << one.what;
    }
    for (const std::string& line : lives.lines()) {
        std::cout << line << '\n';
    }
    EXPECT_GT(told, 5 * some.keys.size());  // a chance to default each month
}

/// What a plan with these lines is refused for; nothing if it is not.
std::string refusal(const std::string& more)
{
    try {
        static_cast<void>(kz_plan({.scale = 0.01, .more = more}));
    } catch (const InputError& error) {
        return error.problems().front().text();
    }
    return "";
}

/// Loans are of whole thousands of tenge: of a cap below that nothing would be left, or more than
/// it.
TEST(Loans, OfLessThanAnMciAreRefusedWithASentence)
{
    EXPECT_NE(refusal(measure("set", "loans.cap", 0.5)).find("is outside [1, inf)"),
              std::string::npos);
    EXPECT_NE(refusal(measure("scale", "loans.cap", 1e-4)).find("loans.cap"), std::string::npos);
    EXPECT_NE(refusal("[business.terms.newcomers.cap]\n2024 = 0.9\n")
                  .find("the largest loan of newcomers in 2024 is below one MCI"),
              std::string::npos)
        << refusal("[business.terms.newcomers.cap]\n2024 = 0.9\n");
    EXPECT_NE(refusal("business.wanted_least = 0.0003\n").find("smallest loan"), std::string::npos);
    EXPECT_EQ(refusal(measure("set", "loans.cap", 1.0)), "");
}

TEST(Loans, OfTheLeastCapAreLentInFullAndNoLarger)
{
    const Finished least =
        run(kz_plan({.scale = 0.01, .end = "2025-03", .more = measure("set", "loans.cap", 1.0)}));
    const auto taken = least.state.values<MonthStamp>("side/loans/taken");
    const auto principal = least.state.values<std::int64_t>("side/loans/principal");
    std::size_t new_ones = 0;
    for (std::size_t i = 0; i < taken.size(); ++i) {
        if (taken[i] >= stamp(Month(2025, 1))) {
            ++new_ones;
            EXPECT_EQ(principal[i], 3'000);  // of 3,932 tenge
        }
    }
    EXPECT_GT(new_ones, 20U);
    EXPECT_EQ(money(least, 0, 0, lent), 3'000 * over_regions(least["loans_issued"], 0, 0));
}

TEST(Loans, ComeFromNowhereWhereThereIsNoMoney)
{
    const Finished none = run(
        kz_plan({.more = measure("set", "loans.volume", 0) + measure("set", "grants.places", 0)}));
    EXPECT_EQ(none.total("loans_issued"), 0);
    EXPECT_EQ(none.total("grants_given"), 0);
    EXPECT_EQ(none.total("businesses_displaced"), 0);
    EXPECT_GT(over_regions(none["loans_running"], 12, 1), 0);  // of years before
    expect_books_close(none, 12);
}

TEST(Loans, AreAskedForByNoMoreWhenThereIsMoreMoney)
{
    const Finished base = run(kz_plan({.scale = 0.02}), {.threads = 2});
    const Finished triple =
        run(kz_plan({.scale = 0.02, .more = measure("scale", "loans.volume", 3)}), {.threads = 2});
    EXPECT_EQ(base.total("loans_issued") + base.total("business_requests_refused") +
                  base.total("grants_given"),
              base.total("business_requests"));
    const auto more = static_cast<double>(triple.total("loans_issued")) /
                      static_cast<double>(base.total("loans_issued"));
    EXPECT_GT(more, 1.4);
    EXPECT_LT(more, 2.4);  // so many ask, and no more: 1.6 to 2.2 for one loan
}

TEST(Loans, LeaveTheTimeBeforeAMeasureAlone)
{
    const std::string later =
        "\n[[measure]]\nlever = \"loans.volume\"\nkind = \"scale\"\n"
        "factor = 4\nfrom = \"2025-07\"\n";
    EXPECT_EQ(run_until(kz_plan({.scale = 0.01}), {}, Month(2025, 6)).hash(),
              run_until(kz_plan({.scale = 0.01, .more = later}), {}, Month(2025, 6)).hash());
}

TEST(Loans, OfOneRegionAreNobodyElses)
{
    const Finished base = run(kz_plan({.scale = 0.02, .end = "2025-03"}), {.threads = 2});
    const Finished one = run(kz_plan({.scale = 0.02,
                                      .end = "2025-03",
                                      .more = measure("scale", "loans.volume", 5,
                                                      "target = { region = [\"KZ-61\"] }\n")}),
                             {.threads = 2});
    constexpr std::size_t turkistan = 14;
    const Series& before = base["loans_issued"];
    const Series& after = one["loans_issued"];
    std::array<std::int64_t, 2> there{};
    for (std::size_t i = 0; i < before.values.size(); ++i) {
        if (i % num_regions == turkistan) {
            there[0] += before.values[i];
            there[1] += after.values[i];
        } else {
            EXPECT_EQ(before.values[i], after.values[i]) << "region " << i % num_regions;
        }
    }
    EXPECT_GT(there[1], there[0]);
}

TEST(Loans, GoToNewcomersFirstWherePolicySaysSo)
{
    const auto to_newcomers = [](double priority) {
        const Finished done = run(kz_plan({.scale = 0.02,
                                           .more = measure("set", "loans.priority", priority) +
                                                   measure("set", "grants.priority", priority)}),
                                  {.threads = 2});
        const Series& grants = done["grants_given"];
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < grants.values.size(); ++i) {
            sum += i % 3 != 0 ? grants.values[i] : 0;
        }
        return sum;
    };
    EXPECT_GT(to_newcomers(1.0), 2 * to_newcomers(0.0));
}

/// Of those who asked in the run, had a business before or not, and got what: part who have one
/// now.
double in_business(const Finished& done, std::size_t support, std::size_t had_one)
{
    const Series& cohorts = done["business_cohorts"];
    const std::size_t last = cohorts.values.size() - cohorts.num_cells();
    double all = 0.0;
    double now = 0.0;
    for (std::size_t year = 0; year < 8; ++year) {
        const std::size_t cell = last + ((support * 2 + had_one) * 8 + year) * 2;
        all += static_cast<double>(cohorts.values[cell] + cohorts.values[cell + 1]);
        now += static_cast<double>(cohorts.values[cell + 1]);
    }
    return now / all;
}

TEST(Loans, HelpThoseWhoHadABusinessAlone)
{
    const auto with = [](double gain) {
        return run(kz_plan({.scale = 0.02,
                            .end = "2028-12",
                            .more = "business.gain = " + std::to_string(gain) + "\n" +
                                    measure("scale", "loans.volume", 3)}),
                   {.threads = 2});
    };
    const Finished none = with(0.0);
    const Finished strong = with(0.9);
    EXPECT_GT(in_business(strong, 1, 1), in_business(none, 1, 1) + 0.03);
    EXPECT_NEAR(in_business(strong, 1, 0), in_business(none, 1, 0), 0.03);
    const auto made = [](const Finished& done) {
        const Series& posts = done["supported_posts"];
        const auto last = posts.values.end() - static_cast<std::ptrdiff_t>(posts.num_cells());
        return std::accumulate(last + 20, last + 40, std::int64_t{0});
    };
    EXPECT_EQ(made(none), 0);
    EXPECT_GT(made(strong), 0);
}

TEST(Loans, MakePostsThatOthersLoseAsFarAsDisplacementSays)
{
    for (const double displacement : {0.0, 1.0, 0.7}) {
        const Finished done = run(kz_plan({.scale = 0.02,
                                           .end = "2026-12",
                                           .more = "business.gain = 5.0\nbusiness.displacement = " +
                                                   std::to_string(displacement) + "\n"}),
                                  {.threads = 2});
        const Series& posts = done["supported_posts"];
        std::array<std::int64_t, 4> by{};
        for (std::size_t i = 0; i < posts.values.size(); ++i) {
            by.at(i % posts.num_cells() / num_regions) += posts.values[i];
        }
        EXPECT_EQ(by[1] - by[2], by[3]);
        ASSERT_GT(by[1], 0);
        EXPECT_NEAR(static_cast<double>(by[2]), displacement * static_cast<double>(by[1]),
                    0.03 * static_cast<double>(by[1]) + 60.0);
        EXPECT_EQ(done.total("businesses_displaced") > 0, displacement > 0.0);
    }
}

TEST(Loans, AreTheSameForAnyCrew)
{
    expect_same_for_any_crew(kz_plan({.scale = 0.002, .end = "2025-12", .more = four_programmes}),
                             Month(2025, 8));
}

TEST(Loans, StartIn2022TooAndAreNoneWherePeopleAreAlone)
{
    const Finished past =
        run(kz_plan({.scale = 0.01, .end = "2022-12", .base = "base-2022.toml"}), {.threads = 2});
    expect_books_close(past, 12);
    EXPECT_GT(over_regions(past["loans_running"], 0, 1), 0);
    EXPECT_EQ(over_regions(past["loans_running"], 0, 0), 0);  // Auyl amanaty began in 2022
    EXPECT_GT(past.total("loans_issued"), 0);
    const Finished alone =
        run(kz_plan({.scale = 0.002, .end = "2025-06", .base = "people-alone.toml"}));
    EXPECT_THROW(static_cast<void>(alone["loans_issued"]), InternalError);
}

}  // namespace
}  // namespace qonys::testing
