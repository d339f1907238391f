#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "processes/settlement_contracts.hpp"
#include "support/followed_run.hpp"
#include "support/kz_resettlement.hpp"

// What a resettled family would have to pay back holds it. README.md, part 7, sections 5 and 6.
namespace qonys::models::kz_migration {
namespace {

using qonys::testing::Lives;

constexpr double mci_2025 = 3932.0;
constexpr double yearly_wage = 1318.0;  ///< MCI
constexpr double collected = 0.5;

/// Nobody goes back.
const std::string stay = "\n[resettlement.return_rate]\n0 = 0.0\n1 = 0.0\n2 = 0.0\n3 = 0.0\n"
                         "4 = 0.0\n5 = 0.0\n";

/// So many came in each of the five years before.
std::string past(int people)
{
    return "\n[resettlement.past]\npeople = " + std::to_string(people) + ".0\n";
}

/// A chance of a family in a month, as it was drawn against.
struct Told {
    double probability;
    double drawn;
    bool happened;
};
using Chances = std::map<std::pair<std::uint64_t, std::string>, Told>;

Chances chances(const Lives& lives, const std::string& what)
{
    Chances found;
    for (const LifeEvent& one : lives.events) {
        if (one.what == what && (one.outcome == Outcome::yes || one.outcome == Outcome::no)) {
            found[{one.subject.key, one.month.text()}] = {one.probability, one.drawn,
                                                          one.outcome == Outcome::yes};
        }
    }
    return found;
}

/// What is told of households when following begins, of those where it is not empty.
std::map<std::uint64_t, std::string> at_start(const Lives& lives, const std::string& column)
{
    std::map<std::uint64_t, std::string> values;
    for (const LifeEvent& one : lives.events) {
        if (one.outcome == Outcome::start && one.what == column && !one.to.empty() &&
            one.to != "0") {
            values[one.subject.key] = one.to;
        }
    }
    return values;
}

Lives lives_of(const std::string& more, const std::string& end, bool moves = false)
{
    return qonys::testing::follow(
        plan_of("labour.on = false\n" + past(100000) + more,
                {.end = end, .scale = 0.004, .moves = moves, .before = true}),
        qonys::testing::everybody(), {.threads = 2});
}

/// Two months with the contract as it is, simulated once.
const Lives& as_it_is()
{
    static const Lives lives = lives_of("", "2025-02");
    return lives;
}

double hazard(const Told& told) { return -std::log(1.0 - told.probability); }

/// In the first month the families are the same, and so is what is drawn: who goes back does so without a
/// refund, too. How much more often follows from what a family owes, by one elasticity.
TEST(Refund, WaivedLetsTheSameFamiliesGoBackMoreOften)
{
    const Chances usual = chances(as_it_is(), "returns");
    const Chances freed = chances(lives_of(set("refund_share", 0.0), "2025-01"), "returns");
    const auto owed = at_start(as_it_is(), "support_owed");
    ASSERT_GT(freed.size(), 200U);
    double elasticity = 0.0;
    for (const auto& [family, free] : freed) {
        const Told& told = usual.at(family);
        EXPECT_EQ(free.drawn, told.drawn);
        EXPECT_GT(free.probability, told.probability);
        EXPECT_TRUE(free.happened || !told.happened);
        const double refund = collected * 1000.0 * std::stod(owed.at(family.first)) / mci_2025;
        const double own = std::log(hazard(free) / hazard(told)) / std::log1p(refund / yearly_wage);
        elasticity = elasticity == 0.0 ? own : elasticity;
        EXPECT_NEAR(own, elasticity, 1e-6);
    }
    EXPECT_GT(elasticity, 0.5);
}

TEST(Refund, WaivedLetsMoreFamiliesGoBack)
{
    const auto returned = [](const std::string& more) {
        return run(plan_of(restless + past(40000) + more, {.end = "2025-06", .before = true}),
                   {.threads = 2})
            .total("resettlers_returned");
    };
    const std::int64_t held = returned("");
    EXPECT_GT(held, 100);
    EXPECT_GT(returned(set("refund_share", 0.0)), held);
}

TEST(Refund, OfAContractThatHasEndedHoldsNobody)
{
    const Lives shorter = lives_of(set("contract_months", 24.0), "2025-02");
    const Chances usual = chances(as_it_is(), "returns");
    const auto moved = at_start(as_it_is(), "contract_month");
    int ended = 0;
    int going_on = 0;
    for (const auto& [family, told] : chances(shorter, "returns")) {
        const auto other = usual.find(family);
        ASSERT_NE(other, usual.end());
        // At the end of January those who came two years ago or earlier have kept their contract.
        // Who is not known from the start came in January.
        const auto came = moved.find(family.first);
        if (family.second == "2025-02" && came != moved.end() && came->second <= "2023-01") {
            EXPECT_GT(told.probability, other->second.probability);
            ++ended;
        } else {
            EXPECT_EQ(told.probability, other->second.probability);
            ++going_on;
        }
    }
    EXPECT_GT(ended, 100);
    EXPECT_GT(going_on, 300);
}

TEST(Refund, HoldsFromOrdinaryMovesThoseWhoOweAlone)
{
    const Lives held = lives_of(stay, "2025-09", true);
    const Lives free = lives_of(stay + set("refund_share", 0.0), "2025-01", true);
    const auto owed = at_start(held, "support_owed");
    const Chances with = chances(held, "household_moves");
    int bound = 0;
    int others = 0;
    for (const auto& [family, other] : chances(free, "household_moves")) {
        const Told& told = with.at(family);
        EXPECT_EQ(told.drawn, other.drawn);
        if (owed.contains(family.first) && other.probability > 0.0) {
            EXPECT_LT(told.probability, other.probability);
            EXPECT_GT(told.probability, 0.3 * other.probability);
            ++bound;
        } else {
            EXPECT_EQ(told.probability, other.probability);
            ++others;
        }
    }
    EXPECT_GT(bound, 5);
    EXPECT_GT(others, 20);
    // Whoever goes all the same has broken his contract and owes nothing more; his life says by what.
    std::int64_t broken = 0;
    for (const LifeEvent& one : held.events) {
        broken += one.what == "support_owed" && one.outcome == Outcome::changed &&
                          held.process(one) == "household_moves"
                      ? 1
                      : 0;
    }
    EXPECT_GT(broken, 0);
    const Finished counted{held.series, {}};
    EXPECT_EQ(sum_of(counted, "settlement_contracts", static_cast<std::size_t>(ContractEvent::broken)),
              broken);
}

/// Contracts that are broken where families neither go back nor move.
std::int64_t broken_abroad(const std::string& more)
{
    const Finished done = run(plan_of(stay + more, {.end = "2026-12", .before = true}),
                              {.threads = 2});
    return sum_of(done, "settlement_contracts", static_cast<std::size_t>(ContractEvent::broken));
}

TEST(Refund, HoldsFromLeavingTheCountry)
{
    const std::string many = "\n[external.departures]\nkazakhs_relative = 1.0\n" +
                             past(2000000) + set("quota", 0.0);
    const std::int64_t held = broken_abroad(many);
    EXPECT_GT(held, 0);
    EXPECT_LT(held, broken_abroad(many + set("refund_share", 0.0)));
}

TEST(Refund, HoldsKandasUnderContractFromGoingBack)
{
    const std::string kandas = "\n[kandas]\nreturning = 0.95\n" + past(0) +
                               set("quota", 0.0) + set("subsidy", 700.0);
    const std::int64_t held = broken_abroad(kandas);
    EXPECT_GT(held, 0);
    EXPECT_LT(held, broken_abroad(kandas + set("refund_share", 0.0)));
}

TEST(Refund, AsItIsChangesNothing)
{
    const Setting setting{.end = "2025-06", .scale = 0.005, .moves = true, .before = true};
    EXPECT_EQ(run(plan_of(restless + set("refund_share", 1.0) + set("contract_months", 60.0),
                          setting),
                  {.threads = 2})
                  .hash(),
              run(plan_of(restless, setting), {.threads = 2}).hash());
}

}  // namespace
}  // namespace qonys::models::kz_migration
