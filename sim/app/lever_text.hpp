#pragma once

#include <string>
#include <vector>

#include "qonys/run/plan.hpp"

namespace qonys::app {

/// What `qonys describe --levers` prints: every lever with unit, axes, legal values, default path and
/// where that comes from. Many cells are summed up; those of `region` are printed one by one.
/// Throws InputError when no lever has such a region.
[[nodiscard]] std::string levers_section(const Registry& registry, const Plan& plan,
                                         const std::string& region);

/// The parameter of a scenario that a lever's default path comes from: that of the same name. Null
/// when the default is no figure of the world but leaves things as they are.
[[nodiscard]] const ReadParameter* parameter_of(const LeverSpec& lever, const Plan& plan);

/// The same values from this month on, until the next.
struct LeverPeriod {
    Month from;
    std::string label;  ///< "2022", "2023-2024", "from 2026"; "always" when there is only one
    const std::vector<double>* values;
};

/// A default path without steps that change nothing.
[[nodiscard]] std::vector<LeverPeriod> periods_of(const LeverSpec& lever);

}  // namespace qonys::app
