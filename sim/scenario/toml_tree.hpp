#pragma once

#include <optional>
#include <string>

#include "qonys/scenario/document.hpp"

namespace qonys {

/// The tree of a TOML text; every node carries `file` and its line. Throws InputError.
[[nodiscard]] Node parse_toml(const std::string& text, const std::string& file);

/// A single TOML value, such as `[1, 2]`; nothing when the text is not one. Lines are 0.
[[nodiscard]] std::optional<Node> parse_toml_value(const std::string& text,
                                                   const std::string& file);

}  // namespace qonys
