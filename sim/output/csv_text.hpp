#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace qonys {

/// A field as RFC 4180 wants it: in quotes where it has a comma, a quote or a line break.
[[nodiscard]] std::string csv_field(std::string_view text);
/// Shortest digits that read back to the same number; whole numbers without decimals or exponent.
void append_number(fmt::memory_buffer& out, double value);

}  // namespace qonys
