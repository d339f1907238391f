#pragma once

#include "codes.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// Legal status and programmes: columns of people and of households that belong to this part.
struct StatusColumns {
    Column<LegalStatus> legal_status;      ///< of people
    Column<OriginCountry> origin_country;  ///< of people
    Column<MonthStamp> contract_month;     ///< of households: moved under a programme; 0 = none
    Column<RegionId> contract_origin;      ///< of households: invalid for those from abroad
    Column<MonthStamp> application_month;  ///< of households: asked to be resettled; 0 = not

    static StatusColumns declare(Registry& registry);
};

/// No month: nobody signed or asked in January 1900.
inline constexpr MonthStamp no_month = 0;

/// Five years: what a household signs that moves under a quota (rules in force from 2026).
inline constexpr int contract_months = 60;

}  // namespace qonys::models::kz_migration
