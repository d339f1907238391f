#pragma once

#include <string>

#include "qonys/run/plan.hpp"

namespace qonys::app {

// Sections of `qonys describe`: aligned plain text that depends on the plan alone, so that two
// descriptions can be compared line by line.
[[nodiscard]] std::string title_section(const Plan& plan, const ModelInfo& model);
[[nodiscard]] std::string schedule_section(const Registry& registry);
[[nodiscard]] std::string levers_section(const Registry& registry);
[[nodiscard]] std::string measures_section(const Registry& registry);
[[nodiscard]] std::string parameters_section(const Plan& plan);
[[nodiscard]] std::string assumptions_section(const Plan& plan);
[[nodiscard]] std::string memory_section(const Plan& plan, const Registry& registry);
[[nodiscard]] std::string inputs_section(const Plan& plan);
[[nodiscard]] std::string models_section(const ModelCatalogue& catalogue);

}  // namespace qonys::app
