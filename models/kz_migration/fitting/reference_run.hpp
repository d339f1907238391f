#pragma once

#include <vector>

#include "parts/demography.hpp"
#include "parts/movement.hpp"
#include "qonys/run/fitting.hpp"

namespace qonys::models::kz_migration {

/// Parts of the model that a fit runs besides movement itself.
struct ReferenceParts {
    const Demography& demography;
    const Outlook& outlook;
    const Traits& traits;
};

/// Exposure per resident who does not wait for registration, relative to the base date, by year.
struct Reach {
    std::vector<double> family;
    std::vector<double> lone;
};

/// Lets the people live to the end of the scenario, with births, deaths, couples and moves, and counts
/// every July who could move: without those who wait for registration and those whose residence has
/// changed that month already. Neither programmes nor flows across the border are in it.
[[nodiscard]] Reach reference_run(const FitRequest& request, const Movement& movement,
                                  const ReferenceParts& parts, double scale);

}  // namespace qonys::models::kz_migration
