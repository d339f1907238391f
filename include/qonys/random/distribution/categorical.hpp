#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace qonys {

/// Draw from a fixed list of weights with a single word (cumulative thresholds). For initial states
/// only: a choice that policy can change is a Choice, which keeps other choosers still.
class Categorical {
public:
    explicit Categorical(std::span<const double> weights);
    [[nodiscard]] std::size_t operator()(std::uint64_t word) const
    {
        std::size_t index = guide_[word >> guide_shift];
        while (word >= upper_[index] && index + 1 < upper_.size()) {
            ++index;
        }
        return index;
    }

private:
    static constexpr int guide_bits = 8;
    static constexpr int guide_shift = 64 - guide_bits;
    std::vector<std::uint64_t> upper_;  ///< upper bound of each alternative's words, exclusive
    std::vector<std::uint32_t> guide_;  ///< first alternative that a leading byte can mean
};

}  // namespace qonys
