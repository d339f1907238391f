#include <fmt/format.h>

#include <exception>
#include <filesystem>

#include "qonys/core/error.hpp"
#include "topics.hpp"

namespace qonys::python {
namespace {

namespace py = pybind11;

py::object problem_of(const Problem& problem)
{
    const py::object make = py::module_::import("qonys.errors").attr("Problem");
    const std::string where =
        problem.line > 0 ? fmt::format("{}:{}", problem.file, problem.line) : problem.file;
    return make(where, problem.what, problem.why, problem.hint, problem.file, problem.line,
                problem.key, problem.value);
}

/// Raises an exception of qonys.errors made from one argument.
void raise(const char* type, const py::object& argument)
{
    const py::object make = py::module_::import("qonys.errors").attr(type);
    PyErr_SetObject(make.ptr(), make(argument).ptr());
}

py::object tuple_of(const std::vector<Problem>& problems)
{
    py::tuple all(problems.size());
    for (std::size_t i = 0; i < problems.size(); ++i) {
        all[i] = problem_of(problems[i]);
    }
    return all;
}

void translate(std::exception_ptr pointer)
{
    try {
        if (pointer) {
            std::rethrow_exception(pointer);
        }
    } catch (const InputError& error) {
        raise("InputError", tuple_of(error.problems()));
    } catch (const DataError& error) {
        const py::object make = py::module_::import("qonys.errors").attr("DataError");
        PyErr_SetObject(make.ptr(), make.attr("of_text")(error.file(), error.what()).ptr());
    } catch (const InternalError& error) {
        raise("InternalError", py::str(error.what()));
    } catch (const std::filesystem::filesystem_error& error) {
        PyErr_SetString(PyExc_OSError, error.what());
    }
}

}  // namespace

void bind_errors(py::module_& /*module*/) { py::register_local_exception_translator(translate); }

}  // namespace qonys::python
