#pragma once

#include "qonys/process/registry.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Tallies of everything that changes a region's population, in one place: whoever adds, removes or
/// moves a person books it here. By registered region, each month and exactly:
///
/// population(t) = population(t - 1) + births - deaths + registered moves in - out
///                 + external arrivals - external departures
struct Flows {
    TallyId births;               ///< region, sex; at the mother's registered region
    TallyId deaths;               ///< region, sex
    TallyId registered_moves;     ///< origin x destination; zero on the diagonal
    TallyId actual_moves;         ///< origin x destination; zero on the diagonal
    TallyId external_arrivals;    ///< region, partner
    TallyId external_departures;  ///< region, partner

    static Flows declare(Registry& registry, const Axes& axes);
};

/// Cell of a tally of two axes.
[[nodiscard]] inline std::size_t flow_cell(RegionId first, std::size_t second,
                                           std::size_t num_second)
{
    return first.value() * num_second + second;
}

}  // namespace qonys::models::kz_migration
