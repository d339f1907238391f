#pragma once

#include <cstdint>

#include "qonys/core/quantity.hpp"

namespace qonys {

/// High 64 bits of a product: scales a uniform word into [0, range).
[[nodiscard]] constexpr std::uint64_t multiply_high(std::uint64_t a, std::uint64_t b)
{
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(a) * b) >> 64);
}

/// A probability as an integer that a uniform 64-bit word is compared with: an event happens when
/// word < value. Exact to 2^-64, so that no table's expected count is off.
class Threshold {
public:
    constexpr Threshold() = default;
    explicit Threshold(MonthlyProbability probability);  ///< probability within [0, 1]
    static constexpr Threshold from_value(std::uint64_t value)
    {
        Threshold threshold;
        threshold.value_ = value;
        return threshold;
    }

    [[nodiscard]] constexpr std::uint64_t value() const { return value_; }
    [[nodiscard]] constexpr bool hit(std::uint64_t word) const { return word < value_; }
    [[nodiscard]] double probability() const;

    /// Both of two independent events.
    [[nodiscard]] constexpr Threshold both(Threshold other) const
    {
        return from_value(multiply_high(value_, other.value_));
    }
    /// This one, or if not, the other: 1 - (1 - p)(1 - q).
    [[nodiscard]] constexpr Threshold either(Threshold other) const
    {
        return from_value(value_ + multiply_high(~value_, other.value_));
    }
    constexpr auto operator<=>(const Threshold&) const = default;

private:
    std::uint64_t value_ = 0;
};

}  // namespace qonys
