#pragma once

#include <string>
#include <vector>

#include "qonys/core/quantity.hpp"
#include "qonys/table/axis.hpp"
#include "qonys/world/tally.hpp"

namespace qonys {

/// How money moves: what the state spends, and what it takes in.
enum class BudgetSide : std::uint8_t { spending, revenue };

/// Money of the state, booked where a programme acts: programmes x sides, in nominal tenge. The entries
/// are a tally, so that they are counted, summed over ranks and written like every other outcome.
class BudgetLedger {
public:
    /// `programmes`: codes of the axis; adds the tally `budget` through `add_tally`.
    template <class Registry>
    BudgetLedger(Registry& registry, std::vector<std::string> programmes)
        : tally_(registry.add_tally(spec(std::move(programmes))))
    {
    }

    void book(Tallies& counts, std::size_t programme, BudgetSide side, Money amount) const
    {
        counts.add(tally_, programme * 2 + static_cast<std::size_t>(side), amount.tenge());
    }

private:
    static TallySpec spec(std::vector<std::string> programmes);
    TallyId tally_;
};

}  // namespace qonys
