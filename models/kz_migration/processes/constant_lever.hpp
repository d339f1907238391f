#pragma once

#include <utility>
#include <vector>

#include "qonys/process/lever.hpp"

namespace qonys::models::kz_migration {

/// A lever that stands at one value in all cells from the first year that can be simulated.
[[nodiscard]] inline LeverSpec constant_lever(LeverSpec spec, double value)
{
    spec.path = {{Month(2022, 1), std::vector<double>(spec.num_cells(), value)}};
    return spec;
}

}  // namespace qonys::models::kz_migration
