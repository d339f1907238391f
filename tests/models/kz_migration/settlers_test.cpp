#include <gtest/gtest.h>

#include <cmath>

#include "processes/settlement_contracts.hpp"
#include "support/kz_resettlement.hpp"

// The work of resettled people, and those who came before the start.
namespace qonys::models::kz_migration {
namespace {

/// Many come at once: so that their work can be told apart from chance.
std::string crowd(const std::string& terms)
{
    return "\n[resettlement]\napplicants = 150000.0\n\n[resettlement.support]\n" + terms +
           set("quota", 20000.0);
}

/// Part of those resettled in the last year, who are in the labour force or could be, that is out of work.
double out_of_work(const std::string& more)
{
    const Finished done = run(plan_of(more), {.threads = 2});
    const Series& work = done["resettlers_work"];
    const auto last = work.at(work.times.size() - 1);
    constexpr std::size_t unemployed = 3;
    const double at_work = static_cast<double>(last[0] + last[1]);
    return static_cast<double>(last[unemployed]) / (at_work + static_cast<double>(last[unemployed]));
}

TEST(EmployerSubsidy, IsBookedForEachHireThatHasIt)
{
    const Finished done = run(plan_of(crowd("")), {.threads = 2});
    ASSERT_GT(done.total("employer_subsidies"), 10);
    EXPECT_EQ(spent(done, Programme::employer_subsidy),
              done.total("employer_subsidies") * 1572800);
    const Finished none = run(plan_of(crowd("") + set("employer_subsidy", 0.0)), {.threads = 2});
    EXPECT_EQ(spent(none, Programme::employer_subsidy), 0);
    EXPECT_EQ(none.total("employer_subsidies"), 0);
}

TEST(EmployerSubsidy, OfWhichNobodyTakesAnythingChangesNoHiring)
{
    const Finished unmoved = run(plan_of(crowd("hiring_response = 0.0\nemployer_uptake = 0.0\n")));
    const Finished none = run(plan_of(crowd("") + set("employer_subsidy", 0.0)));
    EXPECT_EQ(unmoved["hires"].values, none["hires"].values);
    EXPECT_EQ(unmoved["resettlers_work"].values, none["resettlers_work"].values);
}

TEST(EmployerSubsidy, LetsSettlersBeHiredSooner)
{
    const std::string surely = "employer_uptake = 1.0\nhiring_response = ";
    EXPECT_LT(out_of_work(crowd(surely + "10.0\n")), out_of_work(crowd(surely + "0.0\n")));
}

TEST(Placement, PutsThoseWithoutWorkBeforeEmployers)
{
    EXPECT_LT(out_of_work(crowd("") + set("placement_months", 12.0)),
              out_of_work(crowd("") + set("placement_months", 0.0)) - 0.03);
}

TEST(Placement, MakesNoPosts)
{
    const Finished done =
        run(plan_of(crowd("") + "\n[labour.search]\ncontact = 0.0\n"), {.threads = 2});
    EXPECT_GT(done.total("resettlers_received"), 100);
    EXPECT_EQ(done.total("hires"), 0);
    EXPECT_EQ(done.total("employer_subsidies"), 0);
}

std::int64_t at_start(const Finished& done, const std::string& name)
{
    const auto first = done[name].at(0);
    return std::accumulate(first.begin(), first.end(), std::int64_t{0});
}

TEST(PastResettlers, AreAsManyAsCameAndStayed)
{
    const Finished done = run(plan_of("", {.end = "2025-01", .before = true}), {.threads = 2});
    // 59 months of 7,400 / 3.5 / 12 families, of whom 0 to 7 % have gone back.
    const double came = 59.0 * 7400.0 / 3.5 / 12.0 * sample;
    EXPECT_NEAR(static_cast<double>(at_start(done, "settlement_contracts_running")), 0.96 * came,
                4.0 * std::sqrt(came));
    const auto running = done["settlement_contracts_running"].at(0);
    const std::size_t almaty_region = 3;
    EXPECT_EQ(running[almaty_region], 0);  // sends people, has no places
}

TEST(PastResettlers, GoBackCompleteTheirContractsAndHaveTheRestOfTheirRent)
{
    const std::string no_kandas =
        "\n[[measure]]\nlever = \"kandas.quota\"\nkind = \"set\"\nvalue = 0\nfrom = \"2025-01\"\n";
    const Finished done =
        run(plan_of(set("quota", 0.0) + no_kandas, {.end = "2026-12", .before = true}),
            {.threads = 2});
    const auto contracts = [&](ContractEvent event) {
        return sum_of(done, "settlement_contracts", static_cast<std::size_t>(event));
    };
    const auto money = [&](OwedMoney what) {
        return sum_of(done, "settlement_support", static_cast<std::size_t>(what));
    };
    EXPECT_EQ(contracts(ContractEvent::opened), 0);
    EXPECT_GT(contracts(ContractEvent::completed), 0);
    EXPECT_GT(contracts(ContractEvent::broken), 0);
    EXPECT_GT(done.total("resettlers_returned"), 0);
    EXPECT_EQ(at_start(done, "settlement_contracts_running"),
              contracts(ContractEvent::completed) + contracts(ContractEvent::broken) +
                  contracts(ContractEvent::dissolved) +
                  at_end(done, "settlement_contracts_running"));
    EXPECT_EQ(at_start(done, "settlement_support_running") + money(OwedMoney::granted),
              money(OwedMoney::cleared) + money(OwedMoney::due) + money(OwedMoney::written_off) +
                  at_end(done, "settlement_support_running"));
    const Series& budget = done["budget"];
    const std::size_t rent = static_cast<std::size_t>(Programme::rent_support) * num_budget_sides;
    EXPECT_GT(budget.at(0)[rent], 0);
    for (std::size_t month = 11; month < budget.times.size(); ++month) {
        EXPECT_EQ(budget.at(month)[rent], 0) << month;
    }
}

}  // namespace
}  // namespace qonys::models::kz_migration
