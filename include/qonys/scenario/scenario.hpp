#pragma once

#include <cstdint>
#include <string>

#include "qonys/core/month.hpp"
#include "qonys/scenario/reader.hpp"

namespace qonys {

/// The smallest sample: below it a region has too few people to say anything.
inline constexpr double smallest_scale = 0.001;

/// What every scenario says, whatever the model: a plain value.
struct Scenario {
    std::string name;   ///< file stem unless `name` is given
    std::string title;  ///< one line for people
    std::string model;  ///< registered model
    Month start;        ///< first month simulated
    Month end;          ///< last month simulated
    std::uint64_t seed = 1;
    std::int64_t replicates = 1;
    double scale = 1.0;  ///< part of the population simulated, smallest_scale to 1

    [[nodiscard]] int num_months() const { return end - start + 1; }

    /// Reads the keys name, title, model, run.start, run.end, run.seed, run.replicates,
    /// population.scale.
    static Scenario read(Reader& in, const std::string& default_name);
};

}  // namespace qonys
