#pragma once

#include "fitting/reference_run.hpp"
#include "qonys/run/fitting.hpp"

namespace qonys::models::kz_migration {

/// `qonys fit`: destination constants and propensities of two years, the pair term, the share of lone
/// movers, and the rates of households that give these moves. Reads figures through KnownFigures alone.
/// Deterministic: the same inputs give the same file.
[[nodiscard]] FitOutcome fit_movement(const FitRequest& request, const Movement& movement,
                                      const ReferenceParts& parts);

}  // namespace qonys::models::kz_migration
