#pragma once

#include <string>

#include "qonys/run/plan.hpp"
#include "text.hpp"

namespace qonys::app {

// Sections of `qonys describe`: aligned plain text that depends on the plan alone, so that two
// descriptions can be compared line by line. Levers: lever_text.hpp; as JSON: description_json.hpp.
[[nodiscard]] std::string title_section(const Plan& plan, const ModelInfo& model);
[[nodiscard]] std::string schedule_section(const Registry& registry);
[[nodiscard]] std::string measures_section(const Registry& registry);
[[nodiscard]] std::string parameters_section(const Plan& plan);
[[nodiscard]] std::string assumptions_section(const Plan& plan);
[[nodiscard]] std::string memory_section(const Plan& plan, const Registry& registry);
[[nodiscard]] std::string inputs_section(const Plan& plan);
[[nodiscard]] std::string models_section(const ModelCatalogue& catalogue);

// Words that sections share.
[[nodiscard]] std::string titled(const std::string& title, const TextTable& table,
                                 const std::string& when_empty);
[[nodiscard]] std::string or_dash(const std::string& text);
[[nodiscard]] std::string grade_text(const ReadParameter& parameter);
[[nodiscard]] std::string source_text(const ReadParameter& parameter);

}  // namespace qonys::app
