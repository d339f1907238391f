#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "qonys/scenario/reader.hpp"
#include "qonys/table/axis.hpp"

namespace qonys {

/// What problems with a choice of cells are told with.
struct TargetWords {
    std::string owner;     ///< whose axes they are: "lever 'kandas.quota'"
    std::string why_axis;  ///< why an axis must be one of them
    std::string nothing;   ///< what an unknown code or an empty list would lead to
    std::string no_axes;   ///< what to do where there are no axes
};

/// Reads `{axis = [codes]}`: the cells of a table over `axes` that it names, in order; axes left out
/// mean all their codes. Unknown axes and codes, and empty lists, are problems of the reader.
[[nodiscard]] std::vector<std::size_t> read_cells(Reader& target, std::span<const Axis> axes,
                                                  const TargetWords& words);

}  // namespace qonys
