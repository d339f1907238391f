#include "processes/status_columns.hpp"

namespace qonys::models::kz_migration {

StatusColumns StatusColumns::declare(Registry& registry)
{
    StatusColumns columns;
    columns.legal_status = registry.add_person_column<LegalStatus>(
        "legal_status", "0 citizen, 1 kandas, 2 permanent resident, 3.. those who come for a time");
    columns.origin_country = registry.add_person_column<OriginCountry>(
        "origin_country", "0 from here, else 1 + position on flow_partner");
    columns.contract_month = registry.add_household_column<MonthStamp>(
        "contract_month", "month of the move under a programme; 0 = none", no_month);
    columns.contract_origin = registry.add_household_column<RegionId>(
        "contract_origin", "region left under the resettlement programme", RegionId::invalid());
    columns.settlement = registry.add_household_column<SettlementState>(
        "settlement", "0 none, 1.. months since applying + 1, 253 on rent, 254 with a home, 255 done",
        settlement::none);
    columns.support_owed = registry.add_household_column<ThousandTenge>(
        "support_owed", "support to be paid back on early departure, thousand tenge");
    return columns;
}

}  // namespace qonys::models::kz_migration
