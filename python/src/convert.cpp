#include "convert.hpp"

#include <fmt/format.h>
#include <pybind11/stl.h>

#include <array>
#include <utility>

namespace qonys::python {
namespace {

namespace py = pybind11;

struct Named {
    ElementType type;
    const char* name;
};

constexpr std::array<Named, 9> element_types{{{ElementType::u8, "uint8"},
                                              {ElementType::i8, "int8"},
                                              {ElementType::u16, "uint16"},
                                              {ElementType::i16, "int16"},
                                              {ElementType::u32, "uint32"},
                                              {ElementType::i32, "int32"},
                                              {ElementType::u64, "uint64"},
                                              {ElementType::i64, "int64"},
                                              {ElementType::f64, "float64"}}};

}  // namespace

py::dtype dtype_of(ElementType type)
{
    for (const Named& one : element_types) {
        if (one.type == type) {
            return py::dtype(one.name);
        }
    }
    throw py::type_error("a column of a type that NumPy does not have");
}

ElementType element_type_of(const py::dtype& type, std::string_view what)
{
    for (const Named& one : element_types) {
        if (py::dtype(one.name).equal(type)) {
            return one.type;
        }
    }
    throw py::type_error(
        fmt::format("{}: no column can be {} (columns are whole numbers of 8 to 64 bits, or "
                    "float64); choose one "
                    "of these",
                    what, std::string(py::str(type))));
}

Month month_of_text(const std::string& text)
{
    const auto month = Month::parse(text);
    if (!month) {
        throw py::value_error(fmt::format("'{}' is no month; write it as 2025-01", text));
    }
    return *month;
}

py::list axes_of(const std::vector<Axis>& axes)
{
    py::list all;
    for (const Axis& axis : axes) {
        py::dict one;
        one["name"] = axis.name();
        one["codes"] = py::cast(axis.codes());
        one["labels"] = py::cast(axis.labels());
        all.append(one);
    }
    return all;
}

py::list months_of(const std::vector<Month>& months)
{
    py::list texts;
    for (const Month month : months) {
        texts.append(month.text());
    }
    return texts;
}

std::vector<py::ssize_t> shape_of(const Series& series)
{
    std::vector<py::ssize_t> shape{static_cast<py::ssize_t>(series.times.size())};
    for (const Axis& axis : series.spec.axes) {
        shape.push_back(static_cast<py::ssize_t>(axis.size()));
    }
    return shape;
}

py::dict indicator_of(const TallySpec& tally)
{
    py::dict one;
    one["name"] = tally.name;
    one["description"] = tally.description;
    one["unit"] = tally.unit;
    one["measurement"] = tally.measurement == Measurement::flow ? "flow" : "stock";
    one["cadence"] = tally.cadence == Cadence::monthly ? "monthly" : "yearly";
    one["axes"] = axes_of(tally.axes);
    return one;
}

}  // namespace qonys::python
