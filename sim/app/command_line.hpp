#pragma once

#include <optional>
#include <string>

#include "options.hpp"

namespace qonys::app {

/// Options, or a text that was asked for instead: help or the version.
struct ParsedLine {
    std::optional<Options> options;
    std::string text;
};

/// Throws InputError with every problem that it can tell.
[[nodiscard]] ParsedLine parse_line(int argc, const char* const* argv);

/// Whether a line that may not even parse asks for JSON.
[[nodiscard]] bool wants_json(int argc, const char* const* argv);

}  // namespace qonys::app
