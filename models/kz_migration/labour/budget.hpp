#pragma once

#include "labour/tables.hpp"
#include "qonys/policy/budget_ledger.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// Programmes whose money is booked, in the order of the tally `budget`. A new one is added at the
/// end, here and in budget.cpp.
enum class Programme : std::uint8_t { foreign_labour, household_workers };

/// The monthly calculation index (MCI), in which fees, taxes and support are set.
class MciPath {
public:
    /// Keys `mci`, `mci_path` and `mci_variant` of a section.
    static MciPath read(Reader& in);
    [[nodiscard]] double tenge(int year) const;  ///< beyond the last year: as in the last

private:
    Table<double, YearIndex> known_;
    Table<double, PathIndex, YearIndex> path_;
    PathIndex variant_;
};

/// The state's money of the model: one ledger for all programmes.
struct Budget {
    BudgetLedger ledger;
    MciPath mci;

    static Budget declare(Registry& registry, const MciPath& mci);
    void book(Tallies& counts, Programme programme, BudgetSide side, Money amount) const
    {
        ledger.book(counts, static_cast<std::size_t>(programme), side, amount);
    }
    /// An amount in MCI of that year, rounded to a tenge.
    [[nodiscard]] Money from_mci(double amount, int year) const;
};

}  // namespace qonys::models::kz_migration
