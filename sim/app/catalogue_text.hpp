#pragma once

#include <string>

#include "qonys/run/plan.hpp"

namespace qonys::app {

/// Measures of the policy by direction, with what each turns, and which are on.
[[nodiscard]] std::string catalogue_section(const Plan& plan);

/// Each line of the announcement with its processes, levers and outcomes, and the measures that
/// carry it out.
[[nodiscard]] std::string coverage_section(const Plan& plan);

}  // namespace qonys::app
