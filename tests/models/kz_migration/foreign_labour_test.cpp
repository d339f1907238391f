#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string>

#include "qonys/policy/budget_ledger.hpp"
#include "support/kz_run.hpp"
#include "support/watched_run.hpp"

// Foreign workers: their place with employers, quotas, fees, and what the levers do.
namespace qonys::testing {
namespace {

constexpr double scale = 0.02;
constexpr std::size_t num_categories = 5;  // under the quota: four, and seasonal workers
constexpr std::size_t num_skills = 3;
constexpr std::array<const char*, num_skills> skills{"low", "mid", "high"};
constexpr std::uint8_t household_status = 6;
constexpr std::size_t irregular_status = 8;

// What the tables say: data/mci.csv, data/household_quota.csv.
constexpr double mci_2025 = 3932.0;
constexpr double household_quota_2025 = 285224.0;

std::string measure(const std::string& lever, const std::string& what)
{
    return "\n[[measure]]\nlever = \"foreign_labour." + lever + "\"\n" + what +
           "\nfrom = \"2025-01\"\n";
}
std::string set(const std::string& lever, double value)
{
    return measure(lever, "kind = \"set\"\nvalue = " + std::to_string(value));
}
std::string scaled(const std::string& lever, double factor)
{
    return measure(lever, "kind = \"scale\"\nfactor = " + std::to_string(factor));
}
const std::string no_redistribution = set("redistribution_share", 0.0);

/// Permits issued and extended by category and region over the run.
std::int64_t permits_of(const Finished& done, std::size_t category, std::size_t region)
{
    std::int64_t sum = 0;
    for (const char* name : {"permits_issued", "permits_extended"}) {
        const Series& series = done[name];
        for (std::size_t time = 0; time < series.times.size(); ++time) {
            sum += series.at(time)[category * num_regions + region];
        }
    }
    return sum;
}
double permits(const Finished& done, std::size_t first_category, std::size_t last_category,
               std::size_t region_or_all = num_regions)
{
    double sum = 0.0;
    for (std::size_t category = first_category; category <= last_category; ++category) {
        for (std::size_t region = 0; region < num_regions; ++region) {
            if (region_or_all == num_regions || region_or_all == region) {
                sum += static_cast<double>(permits_of(done, category, region));
            }
        }
    }
    return sum;
}

/// Workers of employers by row of the employer and skill, each with an employer at work in his
/// region.
std::map<std::pair<std::uint32_t, std::uint8_t>, int> placed_workers(const World& world)
{
    const Rows& workers = table(world, "foreign_workers");
    const Rows& employers = table(world, "employers");
    std::map<std::pair<std::uint32_t, std::uint8_t>, int> placed;
    for (std::size_t row = 0; row < workers.size(); ++row) {
        if (column<std::uint8_t>(workers, "alive")[row] == 0) {
            continue;
        }
        const std::uint32_t employer = column<std::uint32_t>(workers, "employer")[row];
        if (column<std::uint8_t>(workers, "status")[row] == household_status) {
            EXPECT_EQ(employer, UINT32_MAX);
            continue;
        }
        EXPECT_LT(employer, employers.size());
        EXPECT_EQ(column<std::uint8_t>(employers, "alive")[employer], 1);
        EXPECT_EQ(column<std::uint8_t>(employers, "region")[employer],
                  column<std::uint8_t>(workers, "region")[row]);
        ++placed[{employer, column<std::uint8_t>(workers, "skill")[row]}];
    }
    return placed;
}

TEST(ForeignWorkers, HoldPostsOfEmployersAtWorkInTheirRegion)
{
    const Plan plan = kz_plan({.end = "2026-12"});
    Watched simulation(plan);
    simulation->populate();
    simulation->begin();
    for (Month month(2025, 1); month <= Month(2026, 12); ++month) {
        simulation.advance_until(month);
        const World& world = simulation->world();
        const auto placed = placed_workers(world);
        const Rows& employers = table(world, "employers");
        for (std::uint8_t skill = 0; skill < num_skills; ++skill) {
            const auto of_skill = [&](const char* name) {
                return column<std::uint16_t>(employers, std::string(name) + "_" + skills[skill]);
            };
            for (std::uint32_t row = 0; row < employers.size(); ++row) {
                const auto found = placed.find({row, skill});
                ASSERT_EQ(of_skill("foreign")[row], found == placed.end() ? 0 : found->second)
                    << month.text() << ", employer " << row << ", skill " << int{skill};
                ASSERT_GE(of_skill("posts")[row],
                          of_skill("filled")[row] + of_skill("foreign")[row]);
            }
        }
    }
}

TEST(ForeignWorkers, AndThePostsMeantForThemKnowEachOther)
{
    const Plan plan = kz_plan({.end = "2025-08"});
    Watched simulation(plan);
    simulation->populate();
    simulation->begin();
    simulation.advance_until(Month(2025, 8));
    const Rows& posts = table(simulation->world(), "foreign_posts");
    const Rows& workers = table(simulation->world(), "foreign_workers");
    int held = 0;
    for (std::uint32_t row = 0; row < posts.size(); ++row) {
        const std::uint32_t worker = column<std::uint32_t>(posts, "worker")[row];
        if (worker != UINT32_MAX) {
            ++held;
            EXPECT_EQ(column<std::uint32_t>(workers, "post")[worker], row);
            EXPECT_EQ(column<std::uint32_t>(workers, "employer")[worker],
                      column<std::uint32_t>(posts, "employer")[row]);
        }
    }
    EXPECT_GT(held, 100);
}

TEST(PermitQuota, HoldsByRegionAndCategoryWithinOnePermit)
{
    const double quota = 150.0;
    const Finished done = run(kz_plan({.more = set("quota", quota) + no_redistribution}));
    double all = 0.0;
    for (std::size_t category = 0; category < num_categories; ++category) {
        for (std::size_t region = 0; region < num_regions; ++region) {
            const auto used = static_cast<double>(permits_of(done, category, region));
            EXPECT_LE(used, quota * scale + 1.0) << category << " in region " << region;
            all += used;
        }
    }
    EXPECT_GT(all, 40.0);
    EXPECT_GT(done.total("permits_refused"), 0);
}

TEST(PermitQuota, GoesToOthersInMidYear)
{
    // Atyrau, where most are wanted, gets no places of its own.
    constexpr std::size_t atyrau = 4;
    const std::string none =
        measure("quota", "kind = \"set\"\nvalue = 0\ntarget = {region = ['KZ-23']}") +
        set("redistribution_month", 7.0);
    const auto used_in_atyrau = [&](double share) {
        return permits(run(kz_plan({.more = none + set("redistribution_share", share)})), 0,
                       num_categories - 1, atyrau);
    };
    EXPECT_LE(used_in_atyrau(0.0), 0.0);
    EXPECT_GT(used_in_atyrau(1.0), 3.0);
}

TEST(PermitQuota, LetsInHalfWhenItBindsAndIsHalved)
{
    // Categories 1-3; less than a third of the quota binds in nearly every region.
    const auto permits_at = [](double factor) {
        const Finished done = run(kz_plan(
            {.scale = 0.05,
             .more = scaled("quota", factor) + set("irregular_hiring", 0.0) + no_redistribution}));
        return permits(done, 0, 2);
    };
    const double whole = permits_at(0.3);
    EXPECT_GT(whole, 100.0);
    EXPECT_NEAR(permits_at(0.15) / whole, 0.5, 0.06);
}

TEST(PermitQuota, MovesNobodyWhenItIsSlackAndDoubled)
{
    const auto at = [](double factor) { return run(kz_plan({.more = scaled("quota", factor)})); };
    const Finished slack = at(20.0);
    const Finished doubled = at(40.0);
    EXPECT_GT(permits(slack, 0, num_categories - 1), 100.0);
    EXPECT_NEAR(permits(doubled, 0, num_categories - 1) / permits(slack, 0, num_categories - 1),
                1.0, 0.02);
    EXPECT_EQ(doubled.total("permits_refused"), 0);
}

/// Fees of a programme over the run, nominal: nothing else is booked by foreign labour.
double fees(const Finished& done, std::size_t programme)
{
    const Series& series = done["budget"];
    double sum = 0.0;
    for (std::size_t time = 0; time < series.times.size(); ++time) {
        const std::int64_t* sides = &series.at(time)[programme * num_budget_sides];
        EXPECT_EQ(sides[static_cast<std::size_t>(BudgetSide::spending)], 0);
        EXPECT_EQ(sides[static_cast<std::size_t>(BudgetSide::refunds)], 0);
        sum += static_cast<double>(sides[static_cast<std::size_t>(BudgetSide::fees)]);
    }
    return sum;
}

TEST(PermitFee, IsBookedForEachPermitUnderTheQuota)
{
    const double fee = 100.0;
    const Finished done = run(kz_plan({.more = set("fee", fee)}));
    EXPECT_DOUBLE_EQ(fees(done, 0), permits(done, 0, num_categories - 1) * fee * mci_2025);
}

/// Requests for permits and extensions, whatever became of them, over the first months of 2025.
std::int64_t requests(const std::string& more)
{
    const Finished done = run(kz_plan({.scale = 0.05, .end = "2025-02", .more = more}));
    std::int64_t sum = 0;
    for (const char* name : {"permits_issued", "permits_extended", "permits_refused"}) {
        const Series& series = done[name];
        for (std::size_t time = 0; time < series.times.size(); ++time) {
            const auto cells = series.at(time).first(4 * num_regions);
            sum += std::accumulate(cells.begin(), cells.end(), std::int64_t{0});
        }
    }
    return sum;
}

TEST(PermitFee, IsWeighedBeforeAPermitIsAskedFor)
{
    const auto at = [](double factor) { return requests(scaled("fee", factor)); };
    const std::int64_t usual = at(1.0);
    // Each post has its place: whoever asks at a higher fee asks at a lower one, too.
    EXPECT_GT(at(0.0), usual);
    EXPECT_LT(at(3.0), usual);
    EXPECT_LT(at(30.0), at(3.0));
    EXPECT_GT(usual, 100);
    // What is not paid for is weighed by nobody.
    EXPECT_EQ(requests(scaled("fee", 30.0) + "\n[foreign_labour.permits]\ncost_elasticity = 0\n"),
              usual);
}

TEST(PermitFee, ThatIsAsUsualChangesNoBit)
{
    const auto hash_of = [](const std::string& more) {
        return run(kz_plan({.scale = 0.01, .end = "2025-04", .more = more})).hash();
    };
    const std::string usual = hash_of("");
    EXPECT_EQ(hash_of(scaled("fee", 1.0)), usual);
    EXPECT_EQ(hash_of("\n[foreign_labour.permits]\ncost_elasticity = -0.9\n"), usual);
    EXPECT_NE(hash_of(scaled("fee", 30.0)), usual);
}

TEST(LabourMarketTest, LetsNobodyAskWhenItIsTooLong)
{
    const Finished done = run(kz_plan({.end = "2025-06", .more = set("test_months", 60.0)}));
    EXPECT_EQ(done.total("permits_issued"), 0);
    EXPECT_GT(done.total("permits_extended"), 0);
}

TEST(LocalStaffShare, OfAllLeavesOnlySeasonalWorkersAndTransfers)
{
    // In a sample the part of a person is drawn: one foreigner may be kept where none is allowed.
    const Finished strict = run(kz_plan({.end = "2025-06", .more = set("local_staff_share", 1.0)}));
    const Finished free = run(kz_plan({.end = "2025-06", .more = set("local_staff_share", 0.0)}));
    EXPECT_LT(permits(strict, 0, 3), 0.2 * permits(free, 0, 3));
}

TEST(IrregularHiring, FollowsRefusalsAtItsRate)
{
    const std::string nobody_else =
        "irregular.visitors = 0\nirregular.overstay.household = 0\n"
        "irregular.overstay.household_refused = 0\n"
        "irregular.overstay.permit = 0\nirregular.overstay.student = 0\n"
        "control.return_rate = 0\n";
    const std::string closed = set("quota", 0.0);
    const auto hires = [&](double rate) {
        const Finished done =
            run(kz_plan({.more = nobody_else + closed + set("irregular_hiring", rate)}));
        const Series& stock = done["foreign_workers"];
        const auto last = stock.at(stock.times.size() - 1);
        const auto irregular = last.subspan(irregular_status * num_regions, num_regions);
        EXPECT_EQ(std::accumulate(irregular.begin(), irregular.end(), std::int64_t{0}) > 0,
                  rate > 0.0);
        EXPECT_EQ(done.total("irregular_begun"), done.total("irregular_hires"));
        EXPECT_EQ(permits(done, 0, num_categories - 1), 0.0);
        return std::pair(done.total("irregular_hires"), done.total("permits_refused"));
    };
    EXPECT_EQ(hires(0.0).first, 0);
    const auto [irregular, refused] = hires(0.25);
    EXPECT_NEAR(static_cast<double>(irregular), 0.25 * static_cast<double>(refused),
                4.0 * std::sqrt(0.25 * 0.75 * static_cast<double>(refused)));
}

TEST(HouseholdWorkers, UseTheirQuotaAndPayAhead)
{
    const Finished done = run(kz_plan({}));
    const auto issued = static_cast<double>(done.total("household_permits_issued"));
    EXPECT_LE(issued, household_quota_2025 * scale + 1.0);
    EXPECT_GT(issued, 0.9 * household_quota_2025 * scale);
    EXPECT_DOUBLE_EQ(fees(done, 1), issued * 2.0 * 3.0 * mci_2025);
    // A permit of three months is a quarter of a worker's year; the stock follows the issues.
    const Series& stock = done["household_workers"];
    const auto last = stock.at(stock.times.size() - 1);
    EXPECT_NEAR(static_cast<double>(std::accumulate(last.begin(), last.end(), std::int64_t{0})),
                issued / 4.0, 0.05 * issued);
}

TEST(HouseholdQuota, LetsInHalfWhenItBindsAndIsHalved)
{
    const auto issued = [](double factor) {
        const Finished done = run(kz_plan({.more = scaled("household_quota", factor)}));
        return static_cast<double>(done.total("household_permits_issued"));
    };
    EXPECT_NEAR(issued(0.4) / issued(0.8), 0.5, 0.001);
}

TEST(EaeuWorkers, StayAsManyAsTheyWere)
{
    const Finished done = run(kz_plan({.end = "2026-12"}));
    const Series& stock = done["foreign_workers"];
    constexpr std::size_t eaeu = 7;
    const auto at = [&](std::size_t time) {
        const auto cells = stock.at(time).subspan(eaeu * num_regions, num_regions);
        return static_cast<double>(std::accumulate(cells.begin(), cells.end(), std::int64_t{0}));
    };
    EXPECT_NEAR(at(0), 35289.0 * scale, 5.0);  // data/eaeu_workers_start.csv
    EXPECT_NEAR(at(stock.times.size() - 1) / at(0), 1.0, 4.0 * std::sqrt(1.2 / at(0)));
}

TEST(ForeignLabour, IsTheSameForAnyCrew)
{
    expect_same_for_any_crew(
        kz_plan({.scale = 0.01, .end = "2025-09", .more = scaled("quota", 0.5)}), Month(2025, 5));
}

}  // namespace
}  // namespace qonys::testing
