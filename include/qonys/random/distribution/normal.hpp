#pragma once

#include <cstdint>

namespace qonys {

/// Standard normal variate of a uniform word, by the inverse distribution function (Wichura 1988,
/// algorithm AS 241, about 16 digits): monotone in the word, so that common random numbers stay common.
[[nodiscard]] double standard_normal(std::uint64_t word);

}  // namespace qonys
