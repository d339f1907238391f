#pragma once

#include <algorithm>

#include "qonys/core/month.hpp"
#include "qonys/table/axis.hpp"

namespace qonys::models::closed_population {

inline constexpr int max_age = 100;  ///< stands for this age and over

[[nodiscard]] inline Axis age_axis() { return Axis::range("age", 0, max_age); }
[[nodiscard]] inline Axis sex_axis() { return Axis("sex", {"male", "female"}); }

/// Position on the age axis.
[[nodiscard]] constexpr int age_position(MonthStamp birth_month, Month now)
{
    return std::min(age_in_years(birth_month, now), max_age);
}

}  // namespace qonys::models::closed_population
