#pragma once

#include <cstdint>

namespace qonys {

/// Poisson variate of a uniform word, by inversion: monotone in the word. For small means (below about
/// 50): the work grows with the result.
[[nodiscard]] int poisson(std::uint64_t word, double mean);

}  // namespace qonys
