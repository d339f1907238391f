#pragma once

#include "codes.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// Where a household stands with resettlement, in one byte: 0 = nothing to do with it, 1.. = one more
/// than the months since it applied, and the three last.
using SettlementState = std::uint8_t;
namespace settlement {
inline constexpr SettlementState none = 0;
inline constexpr SettlementState applied = 1;
inline constexpr SettlementState on_rent = 253;    ///< under contract, helped with rent
inline constexpr SettlementState with_home = 254;  ///< under contract, bought a home with a certificate
inline constexpr SettlementState fulfilled = 255;  ///< the contract has run its time
[[nodiscard]] constexpr bool is_waiting(SettlementState state)
{
    return state != none && state < on_rent;
}
[[nodiscard]] constexpr bool is_bound(SettlementState state)
{
    return state == on_rent || state == with_home;
}
}  // namespace settlement

/// Support that has to be paid back on early departure, in thousands of tenge.
using ThousandTenge = std::uint16_t;
inline constexpr std::int64_t thousand = 1000;  ///< tenge in a ThousandTenge

/// Legal status and programmes: columns of people and of households that belong to this part.
struct StatusColumns {
    Column<LegalStatus> legal_status;      ///< of people
    Column<OriginCountry> origin_country;  ///< of people
    Column<MonthStamp> contract_month;     ///< of households: moved under a programme; 0 = none
    Column<RegionId> contract_origin;      ///< of households: invalid for those from abroad
    Column<SettlementState> settlement;    ///< of households
    Column<ThousandTenge> support_owed;    ///< of households under contract

    static StatusColumns declare(Registry& registry);
};

/// No month: nobody signed in January 1900.
inline constexpr MonthStamp no_month = 0;

}  // namespace qonys::models::kz_migration
