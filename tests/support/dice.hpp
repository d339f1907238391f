#pragma once

#include <cstdint>

#include "qonys/random/distribution/uniform.hpp"
#include "qonys/random/stream.hpp"

namespace qonys::testing {

/// A running series of addressed words, for tests that need arbitrary but repeatable inputs.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : draw_(Stream(seed, 0)(Draw("test.dice"))) {}

    std::uint64_t word() { return draw_.word(next_++, 0); }
    /// Whole number in [0, count).
    std::uint64_t below(std::uint64_t count) { return uniform_index(word(), count); }
    /// Number in (0, 1).
    double unit() { return uniform_unit(word()); }
    bool chance(double probability) { return unit() < probability; }

private:
    AddressedDraw draw_;
    std::uint64_t next_ = 0;
};

}  // namespace qonys::testing
