#pragma once

#include "labour/tables.hpp"
#include "labour/taxes.hpp"
#include "qonys/policy/budget_ledger.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// Programmes whose money is booked, in the order of the tally `budget`. A new one is added at the
/// end, here and in budget.cpp.
enum class Programme : std::uint8_t {
    foreign_labour,
    household_workers,
    relocation_support,  ///< subsidy per member of a resettled family
    rent_support,
    housing_certificate,
    employer_subsidy,
    settlement_contract,   ///< what resettled families pay: refunds, taxes and contributions
    integration_services,  ///< courses and plans for kandas
    migration_control,     ///< fines, inspections, expulsions
    auyl_amanaty,          ///< loans of the state: LoanProgramme, in its order
    small_business,        ///< interest that it pays for borrowers of banks
    newcomer_loans,
    rural_projects,
    business_grants,
    mobile_business  ///< aid for firms that open in another region
};

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

/// Prices of a year relative to those of a stated one: consumer prices as known, then a path.
class PriceLevel {
public:
    /// Keys `cpi`, `cpi_path`, `cpi_variant` and `price_year` of a section.
    static PriceLevel read(Reader& in);
    [[nodiscard]] double relative(int year) const;  ///< 1 in the stated year
    [[nodiscard]] int stated_year() const { return stated_year_; }

private:
    [[nodiscard]] double inflation(int year) const;

    Table<double, YearIndex> known_;
    Table<double, PathIndex, YearIndex> path_;
    PathIndex variant_;
    int stated_year_ = 0;
};

/// Section [prices]: what amounts set in MCI and tenge of other years are worth.
struct Prices {
    MciPath mci;
    PriceLevel level;
    static Prices read(Reader& in);
};

/// The state's money of the model: one ledger for all programmes.
struct Budget {
    BudgetLedger ledger;
    Prices prices;
    LabourTaxes taxes;

    static Budget declare(Registry& registry, const Prices& prices, const LabourTaxes& taxes);
    /// An amount of this year, in nominal tenge.
    void book(Tallies& counts, Programme programme, BudgetSide side, Money amount, int year) const;
    /// An amount in MCI of that year, rounded to a tenge.
    [[nodiscard]] Money from_mci(double amount, int year) const;
};

}  // namespace qonys::models::kz_migration
