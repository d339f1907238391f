#pragma once

#include <string>
#include <utility>
#include <vector>

#include "qonys/world/tally.hpp"

namespace qonys::models::kz_migration {

/// A count of what there is at the end of the month.
[[nodiscard]] inline TallySpec stock(std::string name, std::string description, std::string unit,
                                     std::vector<Axis> axes)
{
    return {.name = std::move(name),
            .description = std::move(description),
            .unit = std::move(unit),
            .measurement = Measurement::stock,
            .axes = std::move(axes)};
}

/// A count of what there is at the end of the year.
[[nodiscard]] inline TallySpec yearly_stock(std::string name, std::string description,
                                            std::string unit, std::vector<Axis> axes)
{
    TallySpec spec =
        stock(std::move(name), std::move(description), std::move(unit), std::move(axes));
    spec.cadence = Cadence::yearly;
    return spec;
}

}  // namespace qonys::models::kz_migration
