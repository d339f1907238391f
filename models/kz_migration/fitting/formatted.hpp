#pragma once

#include <array>
#include <cstdio>
#include <string>

namespace qonys::models::kz_migration {

/// A line of a fit's report, as printf has it: columns of numbers under each other.
template <class... Values>
[[nodiscard]] std::string formatted(const char* format, Values... values)
{
    std::array<char, 256> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

}  // namespace qonys::models::kz_migration
