#include "qonys/policy/budget_ledger.hpp"

#include <gtest/gtest.h>

#include "qonys/process/registry.hpp"

namespace qonys {
namespace {

TEST(BudgetLedger, BooksByProgrammeAndSideInBothPrices)
{
    Registry registry;
    const BudgetLedger ledger(registry, {"resettlement", "kandas"}, 2024);
    Tallies counts(registry.tallies());
    ledger.book(counts, {1, BudgetSide::spending, Money(700), Money(600)});
    ledger.book(counts, {1, BudgetSide::spending, Money(5), Money(4)});
    ledger.book(counts, {1, BudgetSide::refunds, Money(30), Money(20)});
    ledger.book(counts, {0, BudgetSide::fees, Money(1), Money(2)});
    const auto nominal = counts.of(TallyId(0));
    const auto real = counts.of(TallyId(1));
    ASSERT_EQ(nominal.size(), 2 * num_budget_sides);
    EXPECT_EQ(std::vector<std::int64_t>(nominal.begin(), nominal.end()),
              (std::vector<std::int64_t>{0, 1, 0, 0, 705, 0, 0, 30}));
    EXPECT_EQ(std::vector<std::int64_t>(real.begin(), real.end()),
              (std::vector<std::int64_t>{0, 2, 0, 0, 604, 0, 0, 20}));
}

TEST(BudgetLedger, IsTwoTalliesOfTengeThatAreWeightedLikePeople)
{
    Registry registry;
    const BudgetLedger ledger(registry, {"resettlement"}, 2024);
    const TallySpec& nominal = registry.tallies()[TallyId(0)];
    EXPECT_EQ(nominal.name, "budget");
    EXPECT_EQ(nominal.unit, "KZT, nominal");
    const TallySpec& real = registry.tallies()[TallyId(1)];
    EXPECT_EQ(real.name, "budget_real");
    EXPECT_EQ(real.unit, "KZT of 2024");
    EXPECT_EQ(real.cadence, Cadence::yearly);
    for (const TallySpec& spec : {nominal, real}) {
        EXPECT_EQ(spec.measurement, Measurement::flow);
        EXPECT_TRUE(spec.weighted);
    }
}

}  // namespace
}  // namespace qonys
