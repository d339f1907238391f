#pragma once

#include <memory>

#include "columns.hpp"
#include "parts/flows.hpp"
#include "processes/destination.hpp"
#include "processes/integration_effects.hpp"
#include "processes/mobility.hpp"
#include "processes/settlement_contracts.hpp"
#include "qonys/process/residence.hpp"
#include "registers/setup.hpp"

namespace qonys::models::kz_migration {

/// What the processes of movement share. Each keeps its own copy, and its own tables of the month.
struct MovementSetup {
    Columns columns;
    Column<std::uint8_t> long_unregistered;  ///< of people: bits below
    Flows flows;
    Destination destination;
    Mobility mobility;
    ResidenceClaims claims;
    Draw at_once;             ///< whether a move is registered when it happens
    Threshold at_once_share;
    std::shared_ptr<const SettlementContracts> contracts;   ///< none in a reference run
    std::shared_ptr<const IntegrationEffects> integration;  ///< what courses hold back; may be none
    std::shared_ptr<const RegisterSetup> registers;         ///< none in a reference run

    static constexpr std::uint8_t since_before =
        1;                                       ///< registered elsewhere since before the start
    static constexpr std::uint8_t detected = 2;  ///< and the contour shows it
};

}  // namespace qonys::models::kz_migration
