#pragma once

#include <optional>

#include "loading.hpp"
#include "qonys/run/memory.hpp"

namespace qonys::app {

/// Wall-clock seconds that the plan should take here, judged by two small samples that live a year each.
/// None when a sample cannot be made or does not run; what is wrong belongs to the run, not to a forecast.
[[nodiscard]] std::optional<double> expected_seconds(const Plan& plan,
                                                     const PopulationForecast& population,
                                                     const Options& options,
                                                     const ModelCatalogue& catalogue);

}  // namespace qonys::app
