#pragma once

#include <string>
#include <string_view>

namespace qonys {

/// A field as RFC 4180 wants it: in quotes where it has a comma, a quote or a line break.
[[nodiscard]] std::string csv_field(std::string_view text);

}  // namespace qonys
