#pragma once

#include <string>

#include "qonys/run/plan.hpp"
#include "qonys/run/runner.hpp"

namespace qonys::app {

/// Region by region: population at the start and at the end, natural change, net internal and net
/// external migration, with Monte-Carlo errors, and forecast intervals where the forecast is uncertain.
/// Empty for models without these indicators.
[[nodiscard]] std::string region_table(const Plan& plan, const RunOutcome& outcome);

/// Whether each pair of replicates has paths and shocks of its own (`forecast.uncertain = true`).
[[nodiscard]] bool is_uncertain(const Plan& plan);

}  // namespace qonys::app
