#include "qonys/run/evidence.hpp"

#include <array>
#include <cmath>
#include <vector>

namespace qonys {
namespace {

constexpr std::array<std::string_view, 4> direction_words{"up", "down", "zero", "proportional"};
constexpr std::array<std::string_view, 3> agreement_words{"agrees", "disagrees", "too wide"};

/// Both in the terms of the expectation.
struct Scaled {
    Judgement effect;
    double level = 0.0;
};

Scaled scaled(const Expectation& expectation, const PairedDifference& difference)
{
    const double level = std::abs(difference.mean_a);
    const double unit = expectation.absolute || level == 0.0 ? 1.0 : level;
    Scaled result;
    result.effect.effect = difference.difference / unit;
    result.effect.interval = {difference.interval->low / unit, difference.interval->high / unit};
    result.effect.half_width = (result.effect.interval.high - result.effect.interval.low) / 2.0;
    result.level = level / unit;
    return result;
}

bool holds_zero(const Interval& interval) { return interval.low <= 0.0 && interval.high >= 0.0; }

/// Sign that is expected; of a range that is in proportion, its own.
double sign_of(const Expectation& expectation)
{
    if (expectation.direction == Direction::proportional) {
        return expectation.range->low + expectation.range->high < 0.0 ? -1.0 : 1.0;
    }
    return expectation.direction == Direction::down ? -1.0 : 1.0;
}

bool has_sign(const Interval& interval, double sign)
{
    return sign > 0.0 ? interval.low > 0.0 : interval.high < 0.0;
}

bool reaches(const Interval& interval, const Interval& range)
{
    const double slack = rounding * std::max(std::abs(range.low), std::abs(range.high));
    return interval.low <= range.high + slack && interval.high >= range.low - slack;
}

Agreement of_sign(const Expectation& expectation, const Scaled& scaled)
{
    const Judgement& effect = scaled.effect;
    const double sign = sign_of(expectation);
    const bool is_sharp = effect.half_width < effect.allowed;
    if (has_sign(effect.interval, -sign)) {
        return Agreement::disagrees;
    }
    if (expectation.range) {
        if (!is_sharp) {
            return Agreement::too_wide;
        }
        const bool may_be_zero = holds_zero(*expectation.range);
        const bool good = reaches(effect.interval, *expectation.range) &&
                          (may_be_zero || has_sign(effect.interval, sign));
        return good ? Agreement::agrees : Agreement::disagrees;
    }
    if (holds_zero(effect.interval) && effect.half_width < widest_of_level * scaled.level) {
        return Agreement::disagrees;
    }
    return has_sign(effect.interval, sign) && is_sharp ? Agreement::agrees : Agreement::too_wide;
}

}  // namespace

std::string_view word_of(Direction direction)
{
    return direction_words[static_cast<std::size_t>(direction)];
}

std::string_view words_of(Agreement agreement)
{
    return agreement_words[static_cast<std::size_t>(agreement)];
}

PairedDifference share_difference(std::span<const double> a, std::span<const double> b)
{
    PairedDifference result = paired_difference(a, b);
    if (result.mean_a == 0.0 || !result.interval) {
        return result;
    }
    std::vector<double> in_proportion;
    for (const double value : a) {
        in_proportion.push_back(value * (result.mean_b / result.mean_a));
    }
    const Interval around_zero = *paired_difference(in_proportion, b).interval;
    const double reach = (around_zero.high - around_zero.low) / 2.0;
    result.interval = {result.difference - reach, result.difference + reach};
    return result;
}

Judgement judge(const Expectation& expectation, const PairedDifference& difference)
{
    if (!difference.interval) {
        Judgement unknown;
        unknown.effect = difference.difference;
        return unknown;
    }
    Scaled one = scaled(expectation, difference);
    Judgement& effect = one.effect;
    if (expectation.direction == Direction::zero) {
        effect.allowed = widest_of_level * one.level;
        const bool is_sharp = effect.half_width < effect.allowed;
        effect.agreement = !holds_zero(effect.interval) ? Agreement::disagrees
                           : is_sharp                   ? Agreement::agrees
                                                        : Agreement::too_wide;
        return effect;
    }
    const double expected = expectation.range
                                ? (expectation.range->low + expectation.range->high) / 2.0
                                : effect.effect;
    effect.allowed = widest_of_effect * std::abs(expected);
    effect.agreement = of_sign(expectation, one);
    return effect;
}

}  // namespace qonys
