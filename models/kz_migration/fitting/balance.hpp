#pragma once

#include <cstddef>
#include <vector>

#include "fitting/gross_flows.hpp"

namespace qonys::models::kz_migration {

/// A choice of destinations that gives every region its arrivals, given its departures.
struct Balance {
    std::vector<double> attraction;  ///< by destination, geometric mean 1
    std::vector<double> flows;       ///< origin x destination, persons
};

/// How movers of an origin divide into kin groups, and what draws each of them.
struct Weights {
    std::size_t num_regions;
    std::vector<double> pair;       ///< origin x destination
    std::vector<double> kin;        ///< group x origin x destination
    std::vector<double> kin_share;  ///< region x group
};

/// Alternates between origins and destinations (doubly constrained gravity): flows = departures x share,
/// attraction x= arrivals / inflow. 400 sweeps: the margins are met to the last digits.
[[nodiscard]] Balance balance(const Weights& weights, const GrossFlows& gross);

/// Arrivals by region when movers of each origin choose by these attractions.
[[nodiscard]] std::vector<double> arrivals_at(const Weights& weights,
                                              const std::vector<double>& departures,
                                              const std::vector<double>& attraction);

}  // namespace qonys::models::kz_migration
