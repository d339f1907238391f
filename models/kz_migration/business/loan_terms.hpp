#pragma once

#include <array>
#include <vector>

#include "labour/budget.hpp"
#include "outlook.hpp"
#include "qonys/process/registry.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Who lends cheaply, in the order of the axis `loan_programme`.
enum class LoanProgramme : std::uint8_t {
    auyl_amanaty,    ///< villages and small towns
    small_business,  ///< everywhere, through banks whose interest is subsidised
    newcomers,       ///< kandas and resettled families alone
    rural_projects   ///< villages where a rural income project runs
};
inline constexpr std::size_t num_loan_programmes = 4;

/// Who asks: people of villages, of everywhere, and those who ask for a grant.
enum class AskingPool : std::uint8_t { rural, anywhere, grant };
inline constexpr std::size_t num_asking_pools = 3;

/// Concessional loans and grants as they are, before policy turns anything. Section [business].
struct BusinessTerms {
    Axis region;
    Axis programme;
    Table<double, RegionId, YearIndex> damu;                   ///< million KZT a year
    Table<double, YearIndex> amanaty;                          ///< million KZT a year, nation
    Table<double, std::size_t, std::size_t, YearIndex> terms;  ///< programme, term, year
    std::vector<double> rural_share;  ///< of the nation's villagers, by region
    std::vector<double> share;        ///< of the nation's people, by region
    int last_known = 0;               ///< last year whose volume may be used

    double own_business_share = 0.0;  ///< of subsidised loans that go to businesses of one person
    std::array<double, num_asking_pools> applicants{};  ///< persons a year
    double startup_share = 0.0;                         ///< of applicants for loans
    double additional_starts = 0.0;  ///< of start-up loans: begin because of the loan
    double additional_grants = 0.0;  ///< of grants
    double wanted = 0.0;             ///< MCI; loans asked for are even between the two shares of it
    double wanted_least = 0.0;
    double wanted_most = 0.0;
    double rate_response = 0.0;       ///< fall of the log of applicants per unit of yearly interest
    double market_rate = 0.0;         ///< share a year
    double gain = 0.0;                ///< of those who had a business: hazards of it, relative
    double displacement = 0.0;        ///< of what support makes, taken from others
    AnnualRate default_rate;          ///< of those who earn
    double jobless_failing = 0.0;     ///< of those without work, who then pay nothing
    std::int64_t arrears_months = 0;  ///< unpaid in a row: the loan is called in
    double collateral = 0.0;          ///< of what is outstanding, got back from a loan called in
    double grants = 0.0;              ///< a year, nation
    double grant_size = 0.0;          ///< MCI
    double project_loans = 0.0;       ///< MCI that a rural project lends

    static BusinessTerms read(Reader& in, const Axes& axes, const Outlook& outlook, int base_year);
    /// Lent by a programme in a region, million KZT; after the last known year it keeps its worth
    /// in MCI. Any year, those before the run included.
    [[nodiscard]] double volume(LoanProgramme lender, std::size_t place, int year,
                                const MciPath& mci) const;
    [[nodiscard]] double rate(std::size_t lender, int year) const;
    [[nodiscard]] double cap(std::size_t lender, int year) const;
    [[nodiscard]] double months(std::size_t lender, int year) const;
    /// MCI that somebody asks for, by an addressed word.
    [[nodiscard]] double wanted_by(std::uint64_t word) const;
    /// Mean loan, MCI, under a cap.
    [[nodiscard]] double mean_loan(double cap) const;

private:
    [[nodiscard]] double term(std::size_t lender, std::size_t which, int year) const;
};

/// What policy may turn in loans and grants.
struct BusinessLevers {
    LeverId volume;    ///< programme x region
    LeverId cap;       ///< programme
    LeverId rate;      ///< programme
    LeverId months;    ///< programme
    LeverId priority;  ///< programme
    LeverId grants;    ///< region
    LeverId grant_size;
    LeverId grant_priority;
    LeverId projects;  ///< region

    static BusinessLevers declare(Registry& registry, const BusinessTerms& terms,
                                  const MciPath& mci);
    [[nodiscard]] static std::vector<std::string> names();

private:
    void declare_loans(Registry& registry, const BusinessTerms& terms, const MciPath& mci);
    void declare_grants(Registry& registry, const BusinessTerms& terms);
};

}  // namespace qonys::models::kz_migration
