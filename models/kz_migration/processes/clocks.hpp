#pragma once

#include "qonys/core/month.hpp"

namespace qonys::models::kz_migration {

/// A clock that nobody has wound yet: the fill value of every column of clocks, hence the state of
/// newborns, arrivals and founded households. Its process winds it in the next commit. No real event
/// falls due in this month (January 1900).
inline constexpr MonthStamp clock_unset = 0;

}  // namespace qonys::models::kz_migration
