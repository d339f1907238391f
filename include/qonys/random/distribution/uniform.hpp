#pragma once

#include <cstdint>

#include "qonys/random/threshold.hpp"

namespace qonys {

/// Uniform integer in [0, count); biased by less than count / 2^64.
[[nodiscard]] constexpr std::uint64_t uniform_index(std::uint64_t word, std::uint64_t count)
{
    return multiply_high(word, count);
}

/// Uniform double in the open interval (0, 1), 52 bits.
[[nodiscard]] constexpr double uniform_unit(std::uint64_t word)
{
    return (static_cast<double>(word >> 12) + 0.5) * 0x1p-52;
}

}  // namespace qonys
