#pragma once

#include <pybind11/pybind11.h>

namespace qonys::python {

// One function a topic, each in the file of its name.
void bind_errors(pybind11::module_& module);
void bind_plan(pybind11::module_& module);
void bind_process(pybind11::module_& module);
void bind_run(pybind11::module_& module);
void bind_simulation(pybind11::module_& module);

}  // namespace qonys::python
