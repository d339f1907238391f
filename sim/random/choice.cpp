#include "qonys/random/choice.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "qonys/core/contract.hpp"
#include "qonys/random/distribution/exponential.hpp"

namespace qonys {
namespace {

/// Who wins the race.
std::size_t first_of(std::span<const double> times, std::span<const double> inverse_weights)
{
    std::size_t best = 0;
    double best_time = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < times.size(); ++i) {
        const double time = times[i] * inverse_weights[i];
        if (time < best_time) {
            best_time = time;
            best = i;
        }
    }
    return best;
}

}  // namespace

Choice::Choice(std::span<const double> weights)
{
    QONYS_EXPECT(!weights.empty() && weights.size() <= max_alternatives);
    bool possible = false;
    for (const double weight : weights) {
        QONYS_EXPECT(weight >= 0.0);
        possible = possible || weight > 0.0;
        inverse_weights_.push_back(weight > 0.0 ? 1.0 / weight
                                                : std::numeric_limits<double>::infinity());
    }
    QONYS_EXPECT(possible);
}

std::size_t Choice::operator()(const AddressedDraw& draw, std::uint64_t key,
                               std::uint32_t index) const
{
    return choose(draw, key, index, inverse_weights_);
}

std::size_t choose(const AddressedDraw& draw, std::uint64_t key, std::uint32_t index,
                   std::span<const double> inverse_weights)
{
    QONYS_ASSERT(inverse_weights.size() <= Choice::max_alternatives);
    std::array<std::uint64_t, Choice::max_alternatives> words;  // NOLINT: filled just below
    std::array<double, Choice::max_alternatives> times;         // NOLINT: filled just below
    const std::size_t count = inverse_weights.size();
    draw.words(key, index, std::span(words).first(count));
    unit_exponentials(std::span(words).first(count), std::span(times).first(count));
    return first_of(std::span(times).first(count), inverse_weights);
}

void choose_each(const AddressedDraw& draw, std::span<const std::uint64_t> keys,
                 std::uint32_t index, std::span<const double> inverse_weights,
                 std::span<std::uint8_t> chosen)
{
    if (keys.empty()) {
        return;
    }
    const std::size_t alternatives = inverse_weights.size() / keys.size();
    QONYS_EXPECT(inverse_weights.size() == keys.size() * alternatives &&
                 chosen.size() == keys.size() && alternatives <= Choice::max_alternatives);
    // So many at once that their draws stay in the nearest cache.
    constexpr std::size_t at_once = 64;
    std::array<std::uint64_t, at_once * Choice::max_alternatives> words;  // NOLINT: filled below
    std::array<double, at_once * Choice::max_alternatives> times;         // NOLINT: filled below
    for (std::size_t done = 0; done < keys.size(); done += at_once) {
        const std::size_t count = std::min(at_once, keys.size() - done);
        const std::size_t draws = count * alternatives;
        draw.words_of_each(keys.subspan(done, count), index, alternatives,
                           std::span(words).first(draws));
        unit_exponentials(std::span(words).first(draws), std::span(times).first(draws));
        for (std::size_t i = 0; i < count; ++i) {
            const auto best = first_of(
                std::span(times).subspan(i * alternatives, alternatives),
                inverse_weights.subspan((done + i) * alternatives, alternatives));
            chosen[done + i] = static_cast<std::uint8_t>(best);
        }
    }
}

}  // namespace qonys
