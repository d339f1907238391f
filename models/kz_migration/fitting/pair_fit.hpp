#pragma once

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "fitting/balance.hpp"
#include "fitting/fitted_movement.hpp"

namespace qonys::models::kz_migration {

/// A published cell of the moves from one region to another: a count, or a share of the arrivals or
/// departures of its year.
struct PairCell {
    enum class Kind { count, of_arrivals, of_departures };
    std::size_t origin;
    std::size_t destination;
    int year;
    double value;
    Kind kind;
};

/// Cells between single regions of today: shares first (longest period of a year), else counts of a
/// whole year, from 2022 on.
[[nodiscard]] std::vector<PairCell> known_cells(const KnownFigures& figures, const Axis& region);

struct PairFit {
    PairTerm term;
    PairError error;
    std::vector<double> log_residuals;  ///< model over published, by cell
};

/// Most likely pair term given the cells (log error 0.3) and what is known from elsewhere: distance
/// -1 +- 0.25 (gravity literature), border 0.5 +- 0.5 (assumption), birth gap 0.034 +- 0.02 (job changes
/// between districts of Kazakhstan 2020-2023). Gauss-Newton from the middle of these, 12 steps.
[[nodiscard]] PairFit fit_pairs(const std::vector<PairCell>& cells,
                                const std::map<int, GrossFlows>& gross,
                                const std::function<Weights(const PairTerm&)>& weights);

}  // namespace qonys::models::kz_migration
