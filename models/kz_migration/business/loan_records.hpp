#pragma once

#include <optional>

#include "business/loan_terms.hpp"
#include "codes.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// Whether support goes first to somebody, and how outcomes are told apart.
enum class NewcomerGroup : std::uint8_t { other, kandas, resettler };
inline constexpr std::size_t num_newcomer_groups = 3;

/// Loans that run: one for a person at the most. A side table, for borrowers are few; a record goes
/// when its loan has been repaid or called in.
struct LoanRecords {
    SideTableId table;
    Column<PersonKey> key;           ///< of the borrower
    Column<std::uint8_t> programme;  ///< LoanProgramme
    Column<MonthStamp> taken;
    Column<RegionId> region;           ///< where it was taken
    Column<std::int64_t> principal;    ///< KZT
    Column<std::int64_t> outstanding;  ///< KZT
    Column<std::int64_t> instalment;   ///< KZT a month
    Column<std::uint16_t> rate;        ///< a year, in hundredths of a percent
    Column<std::uint16_t> months;
    Column<std::uint8_t> arrears;  ///< months in a row without payment
    Column<std::uint8_t> marks;    ///< bits below

    static constexpr std::uint8_t had_business = 1;  ///< before the loan
    static constexpr std::uint8_t additional = 2;    ///< began because of the loan
    static constexpr int group_shift = 2;

    struct Loan {
        LoanProgramme programme;
        Month taken;
        RegionId region;
        std::int64_t principal;
        std::uint16_t rate;
        std::uint16_t months;
        std::uint8_t marks;
    };
    static LoanRecords declare(Registry& registry);
    /// Adds a record for somebody who has none; returns its row.
    std::size_t open(Shard& shard, PersonKey person, const Loan& loan) const;
    [[nodiscard]] std::optional<std::size_t> find(const Shard& shard, PersonKey person) const
    {
        return shard.side(table).find(person);
    }
};

/// What is paid each month so that a loan ends in its months: an annuity, in whole tenge, rounded
/// up.
[[nodiscard]] std::int64_t annuity(std::int64_t principal, std::uint16_t rate,
                                   std::uint16_t months);
/// Interest of a month on what is outstanding, to the nearest tenge.
[[nodiscard]] std::int64_t monthly_interest(std::int64_t outstanding, std::uint16_t rate);
/// Loans are of whole thousands of tenge, in KZT; one at the least.
[[nodiscard]] std::int64_t in_thousands(double tenge);
/// A yearly rate in hundredths of a percent.
[[nodiscard]] std::uint16_t rate_units(double rate);

}  // namespace qonys::models::kz_migration
