#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "processes/quota_track.hpp"
#include "processes/settlement_contracts.hpp"
#include "processes/support.hpp"
#include "support/kz_resettlement.hpp"

// Support of resettled families: what they get, what it costs, whom it draws, and what they pay back.
namespace qonys::models::kz_migration {
namespace {

using qonys::testing::Crew;
constexpr RegionId pavlodar{12};
constexpr double pavlodar_price = 343342.0;  // data/housing_price.csv, 2023, KZT per m2
constexpr double mci_2023 = 3450.0;
constexpr double mci_2025 = 3932.0;
constexpr double mci_2026 = 4325.0;

/// The support of the scenario, with levers where their paths have them.
class SupportTest : public ::testing::Test {
protected:
    SupportTest()
    {
        const Document document = scenario("");
        Reader in(document);
        const Axes axes = Axes::read(in);
        Reader resettlement = in.section("resettlement");
        const YearlyQuota quota = YearlyQuota::read(resettlement, axes);
        Reader section = resettlement.section("support");
        places_ = quota.mean_known();
        support_ = std::make_unique<Support>(registry_, SupportTerms::read(section, axes),
                                             Prices::read(in), axes.region,
                                             Support::Typical{4.9, places_});
        levers_ = std::make_unique<Levers>(registry_.levers());
        in.throw_if_any();
    }
    [[nodiscard]] Levers& in_year(int year)
    {
        levers_->follow_paths(Month(year, 6));
        return *levers_;
    }
    /// Over regions as they take part.
    [[nodiscard]] double mean_pull(const Levers& levers) const
    {
        double sum = 0.0;
        for (std::size_t r = 0; r < places_.size(); ++r) {
            sum += places_[r] * support_->pull(levers, r);
        }
        return sum / std::accumulate(places_.begin(), places_.end(), 0.0);
    }
    void give_nothing(Levers& levers) const
    {
        const SupportLevers& all = support_->levers();
        for (const LeverId lever : {all.subsidy, all.rent_min, all.rent_max, all.certificate_cap}) {
            const auto values = levers.of(lever);
            std::fill(values.begin(), values.end(), 0.0);
        }
    }

    Registry registry_;
    std::vector<double> places_;
    std::unique_ptr<Support> support_;
    std::unique_ptr<Levers> levers_;
};

TEST_F(SupportTest, PaysThePublishedAmounts)
{
    const auto family = [](std::uint32_t people) {
        return Support::Family{pavlodar, Area::urban, people};
    };
    EXPECT_EQ(support_->subsidy(in_year(2025), family(1), 2025), Money(275240));
    EXPECT_EQ(support_->subsidy(in_year(2026), family(4), 2026), Money(4 * 302750));
    EXPECT_EQ(support_->rent(in_year(2026), family(1), 2026), Money(64875));
    EXPECT_EQ(support_->rent(in_year(2026), family(2), 2026), Money(20 * 4325));
    EXPECT_EQ(support_->rent(in_year(2026), family(9), 2026), Money(129750));
}

TEST_F(SupportTest, CertificatesPayHalfUpToTheCapAndFrom2026TheWholePrice)
{
    const Support::Family large{pavlodar, Area::urban, 4};
    const Support::Family small{pavlodar, Area::rural, 1};
    const double small_home = 15.0 * 0.35 * pavlodar_price / mci_2023;
    EXPECT_EQ(support_->certificate(in_year(2022), large, 2022), Money(0));
    EXPECT_EQ(support_->certificate(in_year(2025), large, 2025), Money(4561120));
    EXPECT_EQ(support_->certificate(in_year(2026), large, 2026), Money(7028125));
    EXPECT_EQ(support_->certificate(in_year(2025), small, 2025),
              Money(std::llround(0.5 * small_home * mci_2025)));
    EXPECT_EQ(support_->certificate(in_year(2026), small, 2026),
              Money(std::llround(small_home * mci_2026)));
}

TEST_F(SupportTest, DrawsNobodyMoreThanInTheReferenceYear)
{
    for (std::size_t r = 0; r < places_.size(); ++r) {
        EXPECT_EQ(support_->pull(in_year(2025), r), 1.0) << r;
    }
    EXPECT_GT(mean_pull(in_year(2026)), 1.05);
    EXPECT_LT(mean_pull(in_year(2022)), 1.0);  // no certificates yet
}

TEST_F(SupportTest, LeavesThePartThatWouldApplyAnywayWhenNothingIsGiven)
{
    Levers& levers = in_year(2025);
    give_nothing(levers);
    EXPECT_NEAR(mean_pull(levers), 0.5, 0.01);
}

TEST_F(SupportTest, WeighsMoneyAlikeComingAndGoing)
{
    // A subsidy alone, of what draws 4.9 people, against nothing at all.
    Levers& levers = in_year(2025);
    give_nothing(levers);
    const double nothing = support_->pull(levers, pavlodar.value());
    levers.of(support_->levers().subsidy)[pavlodar.value()] = 100.0;
    const double drawn = support_->pull(levers, pavlodar.value()) / nothing;
    EXPECT_GT(drawn, 1.2);
    EXPECT_NEAR(support_->leaving(490.0) * drawn, 1.0, 1e-12);
    EXPECT_EQ(support_->leaving(0.0), 1.0);
}

TEST_F(SupportTest, KnowsWhatATypicalFamilyWouldPayBack)
{
    constexpr double mci_2024 = 3692.0;
    const Month now(2025, 12);
    // 70 MCI for each of 4.9 people, rent at its most, half of it ever collected.
    EXPECT_NEAR(support_->usual_refund(Month(2025, 6), now), 0.5 * (343.0 + 6 * 30.0), 1e-9);
    EXPECT_NEAR(support_->usual_refund(Month(2024, 6), now),
                0.5 * ((343.0 + 7 * 30.0) * mci_2024 / mci_2025 + 5 * 30.0), 1e-9);
    EXPECT_GT(support_->usual_refund(now - 60, now), 0.0);
    EXPECT_EQ(support_->usual_refund(now - 61, now), 0.0);
}

TEST(SettlementBudget, IsTheSumOfWhatFamiliesGot)
{
    const Finished done = run(plan_of(""), {.threads = 2});
    const std::int64_t people = done.total("resettlers_received") + done.total("kandas_quota_used");
    ASSERT_GT(people, 100);
    EXPECT_EQ(spent(done, Programme::relocation_support), people * 275240);
    const std::int64_t certificates = done.total("housing_certificates");
    ASSERT_GT(certificates, 5);
    EXPECT_LE(spent(done, Programme::housing_certificate), certificates * 4561120);
    EXPECT_GT(spent(done, Programme::housing_certificate), certificates * 4561120 / 2);
    // What is owed is told in whole thousands, each payment rounded down.
    const std::int64_t all = spent(done, Programme::relocation_support) +
                             spent(done, Programme::housing_certificate) +
                             spent(done, Programme::rent_support);
    const std::int64_t granted = sum_of(done, "settlement_support", 0);
    const std::int64_t payments = 14 * done.total("settlement_contracts");
    EXPECT_LE(granted, all);
    EXPECT_GE(granted, all - 1000 * payments);
    EXPECT_GT(booked(done, Programme::settlement_contract, BudgetSide::taxes_and_contributions), 0);
}

TEST(SettlementContracts, CloseWithTheirMoney)
{
    const Finished done =
        run(plan_of(restless + set("contract_months", 12) + set("refund_share", 0.5),
                    {.end = "2026-12", .scale = 0.06}),
            {.threads = 2});
    const auto contracts = [&](ContractEvent event) {
        return sum_of(done, "settlement_contracts", static_cast<std::size_t>(event));
    };
    const auto money = [&](OwedMoney what) {
        return sum_of(done, "settlement_support", static_cast<std::size_t>(what));
    };
    EXPECT_GT(contracts(ContractEvent::completed), 0);
    EXPECT_GT(contracts(ContractEvent::broken), contracts(ContractEvent::completed));
    EXPECT_EQ(contracts(ContractEvent::opened),
              contracts(ContractEvent::completed) + contracts(ContractEvent::broken) +
                  contracts(ContractEvent::dissolved) +
                  at_end(done, "settlement_contracts_running"));
    EXPECT_EQ(money(OwedMoney::granted), money(OwedMoney::cleared) + money(OwedMoney::due) +
                                             money(OwedMoney::written_off) +
                                             at_end(done, "settlement_support_running"));
    const std::int64_t refunds =
        booked(done, Programme::settlement_contract, BudgetSide::refunds);
    EXPECT_GT(refunds, 0);
    EXPECT_LT(refunds, money(OwedMoney::due));
    // Each family pays with probability one half. Amounts owed differ by a half of their mean, so
    // that of seventy families the share lies within 0.2 but for three standard errors.
    EXPECT_GT(contracts(ContractEvent::broken), 70);
    EXPECT_NEAR(static_cast<double>(refunds) / static_cast<double>(money(OwedMoney::due)), 0.5,
                0.2);
}

TEST(SettlementContracts, EndWithAnOrdinaryMove)
{
    // Nobody goes back under the programme; families move as others do.
    const std::string stay = "\n[resettlement.return_rate]\n0 = 0.0\n1 = 0.0\n2 = 0.0\n3 = 0.0\n"
                             "4 = 0.0\n5 = 0.0\n";
    const Finished done = run(
        plan_of(stay + set("quota", 100000.0), {.end = "2026-12", .moves = true}), {.threads = 2});
    EXPECT_EQ(done.total("resettlers_returned"), 0);
    const auto broken = static_cast<std::size_t>(ContractEvent::broken);
    EXPECT_GT(sum_of(done, "settlement_contracts", broken), 0);
}

TEST(Resettlement, TellsWhoAppliedAndMovedWithoutIt)
{
    const std::string many = "\n[resettlement]\napplicants = 200000.0\n";
    const Finished closed =
        run(plan_of(many + set("quota", 0.0), {.moves = true}), {.threads = 2});
    EXPECT_EQ(closed.total("resettlers_received"), 0);
    EXPECT_GT(closed.total("applicants_moved_alone"), 0);
    EXPECT_LT(closed.total("applicants_moved_alone"),
              closed.total("resettlement_applications") / 5);
}

TEST(RentSupport, IsPaidForEachMonthUnderContractInTheReceivingRegion)
{
    // All rents alike and no certificates: the spending counts family-months.
    const std::string alike =
        set("rent_min", 20.0) + set("rent_max", 20.0) + set("certificates", 0.0);
    const Finished done = run(plan_of(restless + alike), {.threads = 2});
    const Series& running = done["settlement_contracts_running"];
    const std::int64_t months =
        std::accumulate(running.values.begin(), running.values.end(), std::int64_t{0});
    ASSERT_GT(months, 0);
    EXPECT_EQ(spent(done, Programme::rent_support), months * 20 * 3932);
    EXPECT_EQ(done.total("housing_certificates"), 0);
    EXPECT_EQ(spent(done, Programme::housing_certificate), 0);
}

TEST(RentSupport, EndsAfterItsMonths)
{
    const std::string stay = "\n[resettlement.return_rate]\n0 = 0.0\n1 = 0.0\n2 = 0.0\n3 = 0.0\n"
                             "4 = 0.0\n5 = 0.0\n";
    const std::string alike =
        set("rent_min", 20.0) + set("rent_max", 20.0) + set("certificates", 0.0);
    const Finished one = run(plan_of(stay + alike + set("rent_months", 1.0)), {.threads = 2});
    const std::int64_t opened = sum_of(one, "settlement_contracts", 0);
    EXPECT_LE(spent(one, Programme::rent_support), opened * 20 * 3932);
    EXPECT_GE(spent(one, Programme::rent_support), (opened - 2) * 20 * 3932);
}

TEST(Subsidy, DoubledCostsTwiceAsMuchAHeadAndDrawsApplicants)
{
    const Finished once = run(plan_of(""), {.threads = 2});
    const Finished twice = run(plan_of(set("subsidy", 140.0)), {.threads = 2});
    EXPECT_EQ(spent(twice, Programme::relocation_support),
              (twice.total("resettlers_received") + twice.total("kandas_quota_used")) * 2 * 275240);
    EXPECT_GT(twice.total("resettlement_applications"), once.total("resettlement_applications"));
    // The quota binds: more applicants, not more moves.
    EXPECT_NEAR(static_cast<double>(twice.total("resettlers_received")),
                static_cast<double>(once.total("resettlers_received")), 30.0);
}

TEST(Subsidy, OfOneRegionDrawsFamiliesThere)
{
    const std::string wide = set("quota", 100000.0);
    const std::string more = set("subsidy", 700.0, "target = { region = [\"KZ-55\"] }");
    const auto share = [](const Finished& done) {
        return static_cast<double>(sum_of(done, "resettlers_received", pavlodar.value())) /
               static_cast<double>(done.total("resettlers_received"));
    };
    EXPECT_GT(share(run(plan_of(wide + more), {.threads = 2})),
              1.2 * share(run(plan_of(wide), {.threads = 2})));
}

TEST(Certificates, AreGivenUpToTheirNumber)
{
    const auto given = [](double number) {
        const Finished done = run(plan_of(set("certificates", 0.0) +
                                          set("certificates", number,
                                              "target = { region = [\"KZ-55\"] }")),
                                  {.threads = 2});
        return static_cast<double>(sum_of(done, "housing_certificates", pavlodar.value()));
    };
    // More families come than there are certificates. A sample begins with a debt below one.
    EXPECT_NEAR(given(500.0), 500.0 * sample, 1.0);
    EXPECT_NEAR(given(250.0), 250.0 * sample, 1.0);
}

TEST(Support, InForceInTheReferenceYearDrawsNobodyMore)
{
    // Nobody goes back, and no refund holds anybody: the same elasticity would tell there.
    const std::string held = "\n[resettlement.return_rate]\n0 = 0.0\n1 = 0.0\n" +
                             set("refund_share", 0.0);
    const std::string unmoved = "\n[resettlement.support]\nadditionality = 0.0\n";
    const Finished drawn = run(plan_of(held), {.threads = 2});
    const Finished plain = run(plan_of(held + unmoved), {.threads = 2});
    for (std::size_t i = 0; i < drawn.series.size(); ++i) {
        EXPECT_EQ(drawn.series[i].values, plain.series[i].values) << drawn.series[i].spec.name;
    }
    EXPECT_GT(run(plan_of(set("subsidy", 700.0)), {.threads = 2}).total("resettlement_applications"),
              run(plan_of(unmoved + set("subsidy", 700.0)), {.threads = 2})
                  .total("resettlement_applications"));
}

TEST(Resettlement, IsTheSameForAnyCrew)
{
    qonys::testing::expect_same_for_any_crew(plan_of(restless + set("contract_months", 3), {.end = "2025-08", .scale = 0.005, .before = true}),
                             Month(2025, 5));
}

}  // namespace
}  // namespace qonys::models::kz_migration
