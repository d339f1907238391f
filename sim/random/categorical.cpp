#include "qonys/random/distribution/categorical.hpp"

#include <cmath>
#include <limits>

#include "qonys/core/contract.hpp"

namespace qonys {

Categorical::Categorical(std::span<const double> weights)
{
    double total = 0.0;
    for (const double weight : weights) {
        QONYS_EXPECT(weight >= 0.0);
        total += weight;
    }
    QONYS_EXPECT(total > 0.0);
    double below = 0.0;
    for (const double weight : weights) {
        below += weight;
        const double scaled = std::ldexp(below / total, 64);
        upper_.push_back(scaled >= 0x1p64 ? std::numeric_limits<std::uint64_t>::max()
                                          : static_cast<std::uint64_t>(scaled));
    }
    while (weights[upper_.size() - 1] == 0.0) {
        upper_.pop_back();  // the last alternative takes the largest word: it must be a possible one
    }
    std::uint32_t index = 0;
    for (std::uint64_t byte = 0; byte < (1U << guide_bits); ++byte) {
        while ((byte << guide_shift) >= upper_[index] && index + 1 < upper_.size()) {
            ++index;
        }
        guide_.push_back(index);
    }
}

}  // namespace qonys
