#include "qonys/policy/budget_ledger.hpp"

#include <gtest/gtest.h>

#include "qonys/process/registry.hpp"

namespace qonys {
namespace {

TEST(BudgetLedger, BooksByProgrammeAndSide)
{
    Registry registry;
    const BudgetLedger ledger(registry, {"resettlement", "kandas"});
    Tallies counts(registry.tallies());
    ledger.book(counts, 1, BudgetSide::spending, Money(700));
    ledger.book(counts, 1, BudgetSide::spending, Money(5));
    ledger.book(counts, 1, BudgetSide::revenue, Money(30));
    ledger.book(counts, 0, BudgetSide::spending, Money(1));
    const auto budget = counts.of(TallyId(0));
    EXPECT_EQ(budget[0], 1);
    EXPECT_EQ(budget[1], 0);
    EXPECT_EQ(budget[2], 705);
    EXPECT_EQ(budget[3], 30);
}

TEST(BudgetLedger, IsATallyOfTengeThatIsWeightedLikePeople)
{
    Registry registry;
    const BudgetLedger ledger(registry, {"resettlement"});
    const TallySpec& spec = registry.tallies()[TallyId(0)];
    EXPECT_EQ(spec.name, "budget");
    EXPECT_EQ(spec.unit, "KZT, nominal");
    EXPECT_EQ(spec.measurement, Measurement::flow);
    EXPECT_TRUE(spec.weighted);
}

}  // namespace
}  // namespace qonys
