#pragma once

#include <cstdint>

#include "qonys/run/plan.hpp"

namespace qonys::testing {

/// What a tiny model may be asked to do differently.
struct TinyOptions {
    std::uint64_t num_households = 1200;
    double quota = 40.0;       ///< of the programme, persons a year and region
    double quota_2027 = 40.0;  ///< the same from January 2027, by a measure
    std::uint64_t extra_household =
        0;  ///< number of one more, added after everybody else; 0 = none
};

/// A household asks for the programme when the first word of its draw lies below.
inline constexpr std::uint32_t asks_below = 1U << 26;

/// A household that is in no tiny world; those after it are not either.
inline constexpr std::uint64_t extra_number = 5'000'000;

/// Births, deaths, leaving home, ordinary moves between two regions, and a programme with a quota
/// for each region: a whole run in a few milliseconds, from January 2026 to June 2027.
[[nodiscard]] Plan tiny_plan(const TinyOptions& options = {});

}  // namespace qonys::testing
