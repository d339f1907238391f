#pragma once

#include <optional>

#include "qonys/core/month.hpp"

namespace qonys {

/// When a measure holds, and how it comes in: nothing before `from`, all of it after `ramp_months`,
/// a straight line between; ends with the last month before `until`.
struct Timetable {
    Month from;
    std::optional<Month> until;  ///< first month in which it no longer holds; none = for good
    int ramp_months = 0;         ///< 0 = at once

    /// Part of the full effect in a month, 0..1.
    [[nodiscard]] double strength(Month now) const;
};

}  // namespace qonys
