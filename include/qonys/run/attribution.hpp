#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "qonys/parallel/threads.hpp"
#include "qonys/run/comparison.hpp"
#include "qonys/run/plan.hpp"

namespace qonys {

/// How many pairs of runs a measure gets.
struct AttributionRequest {
    std::vector<std::string> ids;  ///< measures, in the order of the catalogue
    std::int64_t fewest_pairs = 4;
    std::int64_t most_pairs = 20;
    double half_width =
        0.02;  ///< of the outcome without the measure: more pairs until the interval is as sharp
};

/// What one measure does alone: the mean over the years in which it holds, of a year's numbers.
struct AloneEffect {
    std::string id;
    std::int64_t pairs = 0;
    std::optional<PairedDifference> outcome;  ///< none where it is not known in some year
    std::optional<PairedDifference> cost;     ///< KZT a year
    bool is_sharp = false;                    ///< the half-width asked for was reached
};

/// Told when a measure is done, with its place among the ids.
using MeasureDone = std::function<void(std::size_t)>;

/// Each measure alone against none, with common draws: add-one-in. The plan's own measures hold on
/// both sides, those of its catalogue that are on do not. People are made once, the runs without
/// any measure once for all.
[[nodiscard]] std::vector<AloneEffect> attribute_alone(const Plan& plan,
                                                       const AttributionRequest& request,
                                                       const Threads& threads,
                                                       const MeasureDone& done);

}  // namespace qonys
