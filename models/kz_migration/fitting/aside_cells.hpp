#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "fitting/pair_fit.hpp"

namespace qonys::models::kz_migration {

/// A published cell known by the day that the fit did not use: kept for validation, or of a year before
/// the first fitted one. The model's value is that of the nearest fitted year; counts are put on the
/// registered moves per head and the months of the cell.
struct AsideCell {
    std::string name;    ///< origin -> destination, as published: old regions are sums of today's
    std::string period;
    std::string role;
    PairCell::Kind kind;
    double published;
    double model;
    bool pair_is_fitted;  ///< another year of this pair is in the fit
};

/// Registered moves from origin to destination in a fitted year, persons, all kinds.
using FlowsOfYear = std::function<std::vector<double>(int year)>;

/// One of each pair, year and kind: the longest period. None of a pair in a year that the fit used.
[[nodiscard]] std::vector<AsideCell> cells_aside(const KnownFigures& figures, const Axis& region,
                                                 const std::vector<PairCell>& used,
                                                 const FlowsOfYear& flows);

/// Block of the report of a fit: each cell, then mean absolute log error and correlation.
[[nodiscard]] std::string report_aside(const std::vector<AsideCell>& cells);

}  // namespace qonys::models::kz_migration
