#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>
#include <string>

#include "support/kz_run.hpp"

// Branches with aid, cooperatives of rural projects, land for resettled families.
namespace qonys::testing {
namespace {

Plan plan_of_lever(const std::string& end, const std::string& lever, double value,
                   const std::string& regions, const std::string& more = "")
{
    return kz_plan({.end = end,
                    .more = more + set_lever(lever, value, "2025-01",
                                             "target = { region = [" + regions + "] }\n")});
}

/// Sum over time, by the axis before regions.
template <std::size_t n>
std::array<std::int64_t, n> by_kind(const Series& series)
{
    std::array<std::int64_t, n> sums{};
    for (std::size_t i = 0; i < series.values.size(); ++i) {
        sums.at(i % series.num_cells() / num_regions) += series.values[i];
    }
    return sums;
}

TEST(MobileBusiness, OpensAsManyBranchesAsArePaidForWhereTheyArePaidFor)
{
    constexpr std::size_t kostanay = 9;
    const Finished done = run(
        plan_of_lever("2026-12", "mobile_business.branches", 2000, "\"KZ-39\""), {.threads = 2});
    const Series& opened = done["branches_opened"];
    for (std::size_t i = 0; i < opened.values.size(); ++i) {
        EXPECT_TRUE(opened.values[i] == 0 || i % num_regions == kostanay) << i % num_regions;
    }
    // Two years of 2,000 at a scale of 0.02; what a sample owes stays below one.
    EXPECT_NEAR(static_cast<double>(done.total("branches_opened")), 80.0, 1.0);
    std::int64_t spent = 0;
    const Series& budget = done["budget"];
    const std::size_t aid = budget.spec.axes[0].position("mobile_business").value() * 4;
    for (std::size_t i = aid; i < budget.values.size(); i += budget.num_cells()) {
        spent += budget.values[i];
    }
    const std::int64_t least = done.total("branches_opened") * 2500 * 3932;
    EXPECT_GE(spent, least);
    EXPECT_LE(spent, least / 3932 * 4325);
    const auto posts = by_kind<4>(done["supported_posts"]);
    EXPECT_GT(posts[1], 0);
    EXPECT_EQ(posts[1] - posts[2], posts[3]);
    EXPECT_GT(posts[3], 0);
}

TEST(RuralProjects, BringLoansAndACooperative)
{
    const Finished done =
        run(plan_of_lever("2026-12", "rural_projects.projects", 50, "\"KZ-31\", \"KZ-61\""),
            {.threads = 2});
    EXPECT_NEAR(static_cast<double>(done.total("cooperatives_opened")), 4.0, 2.0);
    const Series& issued = done["loans_issued"];
    const auto loans = by_kind<4>(issued);
    EXPECT_GT(loans[3], 0);
    for (std::size_t i = 0; i < issued.values.size(); ++i) {
        if (i % issued.num_cells() / num_regions == 3 && issued.values[i] > 0) {
            const std::size_t region = i % num_regions;
            EXPECT_TRUE(region == 6 || region == 14) << region;
        }
    }
}

TEST(LandLease, IsHeldByThoseWhoFarmAndStay)
{
    const Finished done =
        run(plan_of_lever("2027-12", "land_lease.families", 5000,
                          "\"KZ-39\", \"KZ-55\", \"KZ-59\", \"KZ-63\"",
                          "business.lease_uptake = 0.5\nbusiness.lease_months = 24"),
            {.threads = 2});
    const auto events = by_kind<4>(done["land_leases"]);
    const auto held = done.state.values<std::uint64_t>("side/land_leases/key");
    EXPECT_GT(events[0], 10);
    EXPECT_GT(events[3], 0);
    EXPECT_EQ(events[0],
              static_cast<std::int64_t>(held.size()) + events[1] + events[2] + events[3]);
    const auto key = done.state.values<std::uint64_t>("people/key");
    const auto activity = done.state.values<std::uint8_t>("people/activity");
    constexpr std::uint8_t self_employed = 5;
    std::size_t found = 0;
    const std::set<std::uint64_t> holders(held.begin(), held.end());
    for (std::size_t row = 0; row < key.size(); ++row) {
        if (holders.contains(key[row])) {
            EXPECT_EQ(activity[row], self_employed);
            ++found;
        }
    }
    EXPECT_EQ(found, held.size());
}

TEST(BusinessProjects, AreTheSameForAnyCrew)
{
    const std::string more =
        "population.scale = 0.002\n[[measure]]\nlever = \"mobile_business.branches\"\nkind = "
        "\"set\"\n"
        "value = 3000\nfrom = \"2025-01\"\n[[measure]]\nlever = \"land_lease.families\"\n"
        "kind = \"set\"\nvalue = 9000\nfrom = \"2025-01\"\n";
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const auto folder = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";
    const Plan plan =
        Plan::read(Document::parse("extends = \"base.toml\"\nrun.end = \"2025-09\"\n" + more,
                                   "test.toml", folder),
                   "test", catalogue);
    expect_same_for_any_crew(plan, Month(2025, 5));
}

}  // namespace
}  // namespace qonys::testing
