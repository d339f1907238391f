#pragma once

#include <string>

#include "json.hpp"
#include "qonys/run/plan.hpp"

namespace qonys::app {

/// What `qonys describe --json` prints: schedule, levers with every cell of their default paths,
/// indicators, parameters and assumptions.
[[nodiscard]] Json description_json(const Plan& plan, const std::string& file);

}  // namespace qonys::app
