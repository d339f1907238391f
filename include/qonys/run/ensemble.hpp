#pragma once

#include <cstdint>

#include "qonys/scenario/document.hpp"

namespace qonys {

/// One replicate has no Monte-Carlo error.
inline constexpr std::int64_t fewest_of_an_ensemble = 2;

/// A scenario as an ensemble runs it: of two replicates at least, and, wherever it has
/// `forecast.uncertain` and the user has not decided about that (`is_decided`), with a forecast
/// that is left open, so that its uncertainty shows.
[[nodiscard]] Document as_ensemble(const Document& document, bool is_decided);

}  // namespace qonys
