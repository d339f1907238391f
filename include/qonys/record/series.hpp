#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "qonys/core/digest.hpp"
#include "qonys/core/month.hpp"
#include "qonys/world/tally.hpp"

namespace qonys {

/// One tally over time, of one replicate: whole counts of the simulated people, not yet weighted.
struct Series {
    TallySpec spec;
    std::vector<Month> times;           ///< month that ends each period; stocks begin one month early
    std::vector<std::int64_t> values;   ///< [time][cell]

    [[nodiscard]] std::size_t num_cells() const { return spec.num_cells(); }
    [[nodiscard]] std::span<const std::int64_t> at(std::size_t time) const
    {
        return std::span(values).subspan(time * num_cells(), num_cells());
    }
    /// Factor from counts to people at full scale.
    [[nodiscard]] double weight(double scale) const { return spec.weighted ? 1.0 / scale : 1.0; }
};

/// Covers name, axes, times and values: what `result_hash` is made of.
void add_to(Digest& digest, const Series& series);

}  // namespace qonys
