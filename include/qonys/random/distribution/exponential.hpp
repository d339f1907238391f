#pragma once

#include <cstdint>
#include <span>

namespace qonys {

/// Unit exponential variate of a uniform word: -log(u), u in (0, 1). Same bits on every machine.
[[nodiscard]] double unit_exponential(std::uint64_t word);

/// out[i] = unit_exponential(words[i]). Vectorised; the same bits.
void unit_exponentials(std::span<const std::uint64_t> words, std::span<double> out);

}  // namespace qonys
