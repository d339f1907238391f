#pragma once

#include <vector>

#include "qonys/core/month.hpp"

namespace qonys::models::kz_migration {

/// Part of a year's money or places that is released in each month: no month is known to be better.
[[nodiscard]] inline std::vector<double> even_release()
{
    return std::vector<double>(months_in_year, 1.0 / months_in_year);
}

}  // namespace qonys::models::kz_migration
