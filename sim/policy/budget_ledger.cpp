#include "qonys/policy/budget_ledger.hpp"

namespace qonys {
namespace {

std::vector<Axis> axes(const std::vector<std::string>& programmes)
{
    return {Axis("programme", programmes),
            Axis("side", {"spending", "fees", "taxes_and_contributions", "refunds"})};
}

}  // namespace

TallySpec BudgetLedger::nominal(const std::vector<std::string>& programmes)
{
    return {.name = "budget",
            .description = "money of the state by programme",
            .unit = "KZT, nominal",
            .axes = axes(programmes)};
}

TallySpec BudgetLedger::real(const std::vector<std::string>& programmes, int price_year)
{
    return {.name = "budget_real",
            .description = "money of the state by programme, in prices of one year",
            .unit = "KZT of " + std::to_string(price_year),
            .cadence = Cadence::yearly,
            .axes = axes(programmes)};
}

}  // namespace qonys
