#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "qonys/random/stream.hpp"

namespace qonys {

/// Choice among alternatives by Gumbel-max with one addressed draw per alternative: the chosen one has
/// the largest log(weight) + Gumbel. Raising one alternative's weight can only draw choosers to it; it
/// moves nobody between two others.
///
/// Kept as the equivalent exponential race, argmin of E_i / weight_i, which saves a logarithm.
class Choice {
public:
    /// Weights >= 0, at least one above 0; in the order of the alternatives' indices.
    explicit Choice(std::span<const double> weights);

    /// Alternative chosen by `key` at `index` (a month, or the number of the choice).
    [[nodiscard]] std::size_t operator()(const AddressedDraw& draw, std::uint64_t key,
                                         std::uint32_t index) const;

    [[nodiscard]] std::span<const double> inverse_weights() const { return inverse_weights_; }

    static constexpr std::size_t max_alternatives = 64;

private:
    std::vector<double> inverse_weights_;  ///< infinity where the weight is 0
};

/// The same race for weights that differ by chooser: `inverse_weights[i]` = 1 / weight_i.
[[nodiscard]] std::size_t choose(const AddressedDraw& draw, std::uint64_t key, std::uint32_t index,
                                 std::span<const double> inverse_weights);

/// The same race for many choosers: chooser i has the i-th run of `alternatives` weights and writes
/// chosen[i]. Vectorised over choosers; the same answers as `choose`.
void choose_each(const AddressedDraw& draw, std::span<const std::uint64_t> keys,
                 std::uint32_t index, std::span<const double> inverse_weights,
                 std::span<std::uint8_t> chosen);

}  // namespace qonys
