#include <fmt/format.h>

#include <exception>
#include <filesystem>

#include "qonys/core/error.hpp"
#include "topics.hpp"

namespace qonys::python {
namespace {

namespace py = pybind11;

/// Whatever bytes a file holds: a problem must be told even where they are no text.
py::object text_of(const std::string& bytes)
{
    return py::reinterpret_steal<py::object>(PyUnicode_DecodeUTF8(
        bytes.data(), static_cast<py::ssize_t>(bytes.size()), "backslashreplace"));
}

py::object problem_of(const Problem& problem)
{
    const py::object make = py::module_::import("qonys.errors").attr("Problem");
    const std::string where =
        problem.line > 0 ? fmt::format("{}:{}", problem.file, problem.line) : problem.file;
    return make(text_of(where), text_of(problem.what), text_of(problem.why), text_of(problem.hint),
                text_of(problem.file), problem.line, text_of(problem.key), text_of(problem.value));
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
        PyErr_SetObject(make.ptr(),
                        make.attr("of_text")(text_of(error.file()), text_of(error.what())).ptr());
    } catch (const InternalError& error) {
        raise("InternalError", text_of(error.what()));
    } catch (const std::filesystem::filesystem_error& error) {
        PyErr_SetString(PyExc_OSError, error.what());
    }
}

}  // namespace

void bind_errors(py::module_& /*module*/) { py::register_local_exception_translator(translate); }

}  // namespace qonys::python
