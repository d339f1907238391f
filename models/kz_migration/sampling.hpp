#pragma once

#include <cstdint>

namespace qonys::models::kz_migration {

/// The bits in reverse order. A sample that takes the ordinals whose reversed bits lie below a part of
/// 2^32 is spread evenly over any series, and nested: a smaller one lies within a larger one.
[[nodiscard]] constexpr std::uint32_t reversed(std::uint32_t bits)
{
    std::uint32_t result = 0;
    for (int i = 0; i < 32; ++i) {
        result = result << 1 | ((bits >> i) & 1U);
    }
    return result;
}

/// Whether a nested sample of this scale has the ordinal.
[[nodiscard]] constexpr bool in_sample(std::uint32_t ordinal, double scale)
{
    return reversed(ordinal) < scale * 0x1p32;
}

}  // namespace qonys::models::kz_migration
