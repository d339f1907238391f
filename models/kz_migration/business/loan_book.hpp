#pragma once

#include "business/loan_records.hpp"
#include "labour/budget.hpp"

namespace qonys::models::kz_migration {

/// How the money of loans moves, in the order of the axis `loan_entry`.
enum class LoanEntry : std::uint8_t {
    lent,
    principal_repaid,
    recovered,  ///< from collateral of loans called in
    written_off,
    interest,
    interest_subsidy  ///< what the rate below the market's costs, on what is outstanding
};
inline constexpr std::size_t num_loan_entries = 6;

/// How a loan ends, in the order of the axis `loan_end`.
enum class LoanEnd : std::uint8_t { repaid, called_in, died, left_country };

/// Books of the loans: every programme's money month by month, and in the state's budget. Loans of
/// small business are the banks' own money: the state pays for the low rate alone; the others lend
/// the state's.
class LoanBook {
public:
    LoanBook(Registry& registry, const BusinessTerms& terms, const Budget& budget);

    /// By whom, and where, a loan was taken.
    struct Of {
        LoanProgramme programme;
        RegionId region;
    };
    void book(Tallies& counts, Of loan, LoanEntry entry, std::int64_t tenge, int year) const;
    void count_issued(Tallies& counts, Of loan, NewcomerGroup group, bool had_business) const;
    void count_end(Tallies& counts, Of loan, LoanEnd end) const;
    [[nodiscard]] const Budget& budget() const { return budget_; }

private:
    [[nodiscard]] std::size_t cell(Of loan) const
    {
        return static_cast<std::size_t>(loan.programme) * num_regions_ + loan.region.value();
    }
    Budget budget_;
    std::size_t num_regions_;
    TallyId money_;
    TallyId issued_;
    TallyId to_whom_;
    TallyId ended_;
};

[[nodiscard]] constexpr Programme budget_line(LoanProgramme programme)
{
    return static_cast<Programme>(static_cast<std::size_t>(Programme::auyl_amanaty) +
                                  static_cast<std::size_t>(programme));
}

}  // namespace qonys::models::kz_migration
