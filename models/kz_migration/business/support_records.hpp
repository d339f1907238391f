#pragma once

#include "business/loan_records.hpp"

namespace qonys::models::kz_migration {

/// What became of somebody's request for money, in the order of the axis `business_support`.
enum class SupportGiven : std::uint8_t { refused, loan, grant };
inline constexpr std::size_t num_supports = 3;

/// Everybody who asked for a loan or grant since the start, the refused too: they had the same
/// business or wish, and the lot alone tells them from those who won. One record a person, of the
/// first time he asked, or of the first money.
struct SupportRecords {
    SideTableId table;
    Column<PersonKey> key;
    Column<MonthStamp> month;
    Column<std::uint8_t> support;       ///< SupportGiven
    Column<std::uint8_t> had_business;  ///< before

    static SupportRecords declare(Registry& registry);
    void note(Shard& shard, PersonKey person, Month now, SupportGiven support,
              bool had_business) const;
    [[nodiscard]] bool has_grant(const Shard& shard, PersonKey person) const;
};

}  // namespace qonys::models::kz_migration
