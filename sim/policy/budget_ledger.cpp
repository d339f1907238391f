#include "qonys/policy/budget_ledger.hpp"

namespace qonys {

TallySpec BudgetLedger::spec(std::vector<std::string> programmes)
{
    return {.name = "budget",
            .description = "money of the state by programme",
            .unit = "KZT, nominal",
            .axes = {Axis("programme", std::move(programmes)),
                     Axis("side", {"spending", "revenue"})}};
}

}  // namespace qonys
