#pragma once

#include <memory>
#include <optional>

#include "columns.hpp"
#include "fitting/fitted_movement.hpp"
#include "geography.hpp"
#include "outlook.hpp"
#include "parts/flows.hpp"
#include "processes/destination.hpp"
#include "processes/integration_effects.hpp"
#include "processes/mobility.hpp"
#include "processes/settlement_contracts.hpp"
#include "labour/market.hpp"
#include "qonys/process/residence.hpp"

namespace qonys::models::kz_migration {

/// Movement inside the country: families and young people who leave alone, and the registration that
/// follows them. Section [migration] of a scenario; text: README.md, part 7.
struct Movement {
    Geography geography;
    Axis region;
    FittedMovement fitted;
    Destination::Params destination;
    std::optional<Mobility> mobility;  ///< none when something could not be read
    Mobility::Params mobility_params;

    struct Base {
        const Geography& geography;
        int year;  ///< of the people at the start
    };
    static Movement read(Reader& in, const Axes& axes, const Outlook& outlook, const Base& base);
    /// What the parts of the model share; in a reference run there is only the first.
    struct Shared {
        const Flows& flows;
        const ResidenceClaims& claims;
        std::shared_ptr<const LabourMarket> market;             ///< what work and wages draw people
        std::shared_ptr<const SettlementContracts> contracts;   ///< what moves may break
        std::shared_ptr<const IntegrationEffects> integration;  ///< what courses hold back
        std::shared_ptr<const RegisterSetup> registers;         ///< what shows where people live
    };
    void build(Registry& registry, const Columns& columns, const Shared& shared) const;
};

}  // namespace qonys::models::kz_migration
