#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "qonys/run/comparison.hpp"

namespace qonys {

/// What the evidence says that a measure does to an outcome.
enum class Direction : std::uint8_t {
    up,
    down,
    zero,
    proportional  ///< follows the lever, by law or because it binds; needs a range
};
[[nodiscard]] std::string_view word_of(Direction direction);

struct Expectation {
    Direction direction = Direction::zero;
    std::optional<Interval> range;  ///< of the effect; none where no source gives a size
    bool absolute = false;          ///< range in units of the outcome, not as a share of its level
};

/// Whether a simulated effect is what was expected.
enum class Agreement : std::uint8_t {
    agrees,
    disagrees,
    too_wide,  ///< the interval says too little either way
};
[[nodiscard]] std::string_view words_of(Agreement agreement);

/// An effect in the terms of what was expected of it.
struct Judgement {
    double effect = 0.0;
    Interval interval;         ///< 95 %, of pairs
    double half_width = 0.0;
    double allowed = 0.0;      ///< the half-width must be smaller
    Agreement agreement = Agreement::too_wide;
};

/// As paired_difference, for effects that are told as shares of the level: the interval is that of the share, times the
/// level, so that noise which both runs have in proportion is none. `a` and `b` hold the same replicates, and without a level
/// it is the plain difference. The ratio is linearised: interval of b - (1 + share) a.
[[nodiscard]] PairedDifference share_difference(std::span<const double> a,
                                                std::span<const double> b);

/// A half-width must lie under a third of the expected effect (middle of its range; the simulated effect where
/// there is none), or under 2 % of the outcome's level where the effect is expected to be zero.
inline constexpr double widest_of_effect = 1.0 / 3.0;
inline constexpr double widest_of_level = 0.02;
/// Counts and tenge are whole: an effect that is exact by law or arithmetic may miss by this part.
inline constexpr double rounding = 0.001;

/// Zero agrees when the interval holds 0. A sign agrees when the interval lies wholly on its side, and disagrees when it
/// lies on the other or holds 0 with a half-width under 2 % of the level. With a range the interval must also reach into it;
/// where the range itself begins at 0, that is enough. One pair tells nothing.
[[nodiscard]] Judgement judge(const Expectation& expectation, const PairedDifference& difference);

}  // namespace qonys
