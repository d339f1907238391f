#pragma once

#include <fmt/format.h>

#include "qonys/output/csv_field.hpp"

namespace qonys {

/// Shortest digits that read back to the same number; whole numbers without decimals or exponent.
void append_number(fmt::memory_buffer& out, double value);

}  // namespace qonys
