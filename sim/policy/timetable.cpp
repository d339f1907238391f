#include "qonys/policy/timetable.hpp"

namespace qonys {

double Timetable::strength(Month now) const
{
    if (now < from || (until && now >= *until)) {
        return 0.0;
    }
    const int elapsed = now - from + 1;
    if (elapsed >= ramp_months) {
        return 1.0;
    }
    return static_cast<double>(elapsed) / ramp_months;
}

}  // namespace qonys
