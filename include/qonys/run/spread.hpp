#pragma once

#include <optional>
#include <span>

#include "qonys/run/comparison.hpp"

namespace qonys {

/// How sure a number of an ensemble is, two ways that are never mixed up.
struct Spread {
    double mean = 0.0;
    /// Monte-Carlo standard error of the mean: the noise of simulating finitely many people. Shrinks
    /// with the scale and the number of replicates. None with one replicate.
    std::optional<double> monte_carlo_error;
    /// 80 % forecast interval: where the number may lie, given what is not known about levels and shocks
    /// to come. Does not shrink with replicates. None unless the forecast is uncertain.
    std::optional<Interval> forecast;
    /// Pairs differ no more than their noise explains: the interval is the narrowest that could be seen.
    bool within_noise = false;
};

/// Replicates of a forecast whose paths are certain: all spread is noise.
[[nodiscard]] Spread spread_of_noise(std::span<const double> replicates);

/// Replicates 2k and 2k + 1 share their paths and shocks: what differs within pairs is noise, and what
/// differs between pairs beyond that is the forecast. `replicates` are in order, an even number, at least
/// four. Interval: mean +- t(pairs - 1) x sd x sqrt(1 + 1 / pairs); sd^2 is the variance of pair means less
/// their noise, but never below the standard error that this difference has when there is noise alone:
/// noise of pair means x sqrt(2 / (pairs - 1) + 2 / pairs). So an interval is never narrower than the
/// replicates can tell; more of them, or more people, let it shrink to the forecast.
[[nodiscard]] Spread spread_of_pairs(std::span<const double> replicates);

}  // namespace qonys
