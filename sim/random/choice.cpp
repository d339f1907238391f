#include "qonys/random/choice.hpp"

#include <array>
#include <limits>

#include "qonys/core/contract.hpp"
#include "qonys/random/distribution/exponential.hpp"

namespace qonys {

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
    std::size_t best = 0;
    double best_time = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < count; ++i) {
        const double time = times[i] * inverse_weights[i];
        if (time < best_time) {
            best_time = time;
            best = i;
        }
    }
    return best;
}

}  // namespace qonys
