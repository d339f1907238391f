#pragma once

#include <cstdint>

namespace qonys::models::kz_migration {

/// The bits in reverse order. A sample that takes the ordinals whose reversed bits lie below a part of
/// 2^32 is spread evenly over any series, and nested: a smaller one lies within a larger one.
[[nodiscard]] constexpr std::uint32_t reversed(std::uint32_t bits)
{
    // Neighbours change places, then neighbouring pairs, and so on: five steps, not one for each bit.
    bits = (bits & 0x55555555U) << 1 | (bits >> 1 & 0x55555555U);
    bits = (bits & 0x33333333U) << 2 | (bits >> 2 & 0x33333333U);
    bits = (bits & 0x0f0f0f0fU) << 4 | (bits >> 4 & 0x0f0f0f0fU);
    bits = (bits & 0x00ff00ffU) << 8 | (bits >> 8 & 0x00ff00ffU);
    return bits << 16 | bits >> 16;
}

static_assert(reversed(1U) == 0x80000000U && reversed(0x80000003U) == 0xc0000001U &&
              reversed(0x12345678U) == 0x1e6a2c48U);

/// Whether a nested sample of this scale has the ordinal.
[[nodiscard]] constexpr bool in_sample(std::uint32_t ordinal, double scale)
{
    return reversed(ordinal) < scale * 0x1p32;
}

}  // namespace qonys::models::kz_migration
