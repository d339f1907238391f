#pragma once

#include <memory>
#include <optional>

#include "columns.hpp"
#include "geography.hpp"
#include "outlook.hpp"
#include "parts/flows.hpp"
#include "parts/integration.hpp"
#include "processes/ata_zholy.hpp"
#include "processes/external_arrivals.hpp"
#include "processes/external_departures.hpp"
#include "processes/kandas_arrivals.hpp"
#include "processes/kandas_return.hpp"
#include "processes/kandas_status.hpp"
#include "processes/resettlement.hpp"
#include "processes/past_resettlers.hpp"
#include "processes/settlement_support.hpp"
#include "qonys/process/residence.hpp"
#include "qonys/scenario/scenario.hpp"

namespace qonys::models::kz_migration {

/// Moves across the border, kandas, and resettlement inside the country. Sections [external],
/// [kandas] and [resettlement] of a scenario; text: README.md, part 7.
struct Programmes {
    Axes axes;
    Outlook outlook;
    Geography geography;
    Axis kandas_track;
    Axis kandas_origin;
    KandasTables kandas;
    FamilyMaker::Params families;
    Table<double, RegionId, Area> residents;  ///< by area: where newcomers find a home
    ExternalDepartures::Params departures;
    ExternalArrivals::Params arrivals;
    ResidenceScreening::Params screening;
    KandasArrivals::Params kandas_arrivals;
    KandasStatus::Params kandas_status;
    KandasReturn::Params kandas_return;
    AtaZholy::Params ata_zholy;
    int first_year = 0;
    Resettlement::Params resettlement;
    ResettlerReturn::Params resettler_return;
    SupportTerms support;
    PastResettlers::Params past_resettlers;

    /// What the parts of the model share.
    struct Shared {
        const Flows& flows;
        const ResidenceClaims& claims;
        const Traits& traits;  ///< outlives the registry
        const StatusColumns& status;
        const IntegrationPart& integration;
        const IntegrationPart::Shared& kandas;
        const SettlementContracts& contracts;
        const LabourSetup& labour;
        std::shared_ptr<const SettlingForeigners> settling;  ///< students who stay for good
        const DepartureBooks& books;
        ExpectedSettlers settlers;
        std::shared_ptr<const RegisterSetup> registers;
    };

    static Programmes read(Reader& in, const Axes& axes, const Outlook& outlook,
                           const Geography& geography, const Scenario& scenario);
    /// Declared before other parts: those who move people end contracts.
    [[nodiscard]] SettlementContracts contracts(
        Registry& registry, const StatusColumns& status, const Budget& budget,
        std::shared_ptr<const RegisterSetup> registers) const;
    void build(Registry& registry, const Columns& columns, const Shared& shared) const;

private:
    struct Arriving {
        const Settlement::Setup& settling;
        const std::shared_ptr<const Settlement>& settlement;
        const DepartureBooks& books;
    };
    void add_kandas(Registry& registry, const Columns& columns, const Shared& shared,
                    const Arriving& arriving) const;
};

}  // namespace qonys::models::kz_migration
