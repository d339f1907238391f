#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <string_view>
#include <vector>

#include "qonys/core/month.hpp"
#include "qonys/record/series.hpp"
#include "qonys/world/columns.hpp"
#include "qonys/world/tally.hpp"

namespace qonys::python {

// Plain values of the engine as Python has them.

/// NumPy's type of a column's values.
[[nodiscard]] pybind11::dtype dtype_of(ElementType type);
/// The other way round; a TypeError names `what` when no column can have it.
[[nodiscard]] ElementType element_type_of(const pybind11::dtype& type, std::string_view what);

/// "2025-01"; a ValueError says what is expected.
[[nodiscard]] Month month_of_text(const std::string& text);

[[nodiscard]] pybind11::list axes_of(const std::vector<Axis>& axes);
[[nodiscard]] pybind11::dict indicator_of(const TallySpec& tally);
[[nodiscard]] pybind11::list months_of(const std::vector<Month>& months);
/// [time, axes...]
[[nodiscard]] std::vector<pybind11::ssize_t> shape_of(const Series& series);

}  // namespace qonys::python
