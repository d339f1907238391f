#pragma once

#include <string>
#include <vector>

#include "qonys/core/quantity.hpp"
#include "qonys/table/axis.hpp"
#include "qonys/world/tally.hpp"

namespace qonys {

/// How money moves: what the state spends, and what it takes in.
enum class BudgetSide : std::uint8_t {
    spending,
    fees,
    taxes_and_contributions,  ///< on what participants earn: gross, for some would earn anyway
    refunds
};
inline constexpr std::size_t num_budget_sides = 4;

/// Money of the state, booked where a programme acts: programmes x sides. Each entry is booked twice, in
/// nominal tenge (tally `budget`, by month) and in tenge of a stated year (`budget_real`, by year). Entries
/// are tallies, so that they are counted, summed over ranks and written like every other outcome.
class BudgetLedger {
public:
    struct Entry {
        std::size_t programme;
        BudgetSide side;
        Money nominal;
        Money real;  ///< in prices of the stated year
    };
    /// `programmes`: codes of the axis; adds both tallies through `add_tally`.
    template <class Registry>
    BudgetLedger(Registry& registry, const std::vector<std::string>& programmes, int price_year)
        : nominal_(registry.add_tally(nominal(programmes))),
          real_(registry.add_tally(real(programmes, price_year)))
    {
    }

    void book(Tallies& counts, const Entry& entry) const
    {
        const std::size_t cell =
            entry.programme * num_budget_sides + static_cast<std::size_t>(entry.side);
        counts.add(nominal_, cell, entry.nominal.tenge());
        counts.add(real_, cell, entry.real.tenge());
    }

private:
    static TallySpec nominal(const std::vector<std::string>& programmes);
    static TallySpec real(const std::vector<std::string>& programmes, int price_year);
    TallyId nominal_;
    TallyId real_;
};

}  // namespace qonys
