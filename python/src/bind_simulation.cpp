#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "fork_guard.hpp"
#include "live_simulation.hpp"
#include "topics.hpp"

namespace qonys::python {

namespace py = pybind11;

void bind_simulation(py::module_& module)
{
    py::class_<LiveSimulation>(module, "LiveSimulation")
        .def(py::init([](std::shared_ptr<Plan> plan, std::uint32_t replicate, int threads,
                         bool check_every_step) {
            guard_threads(threads);
            const py::gil_scoped_release release;
            return std::make_unique<LiveSimulation>(std::move(plan), replicate, threads,
                                                    check_every_step);
        }))
        .def("advance", &LiveSimulation::advance)
        .def_property_readonly("next_month", &LiveSimulation::next_month)
        .def_property_readonly("finished", &LiveSimulation::finished)
        .def_property_readonly("generation", &LiveSimulation::generation)
        .def("tables", &LiveSimulation::tables)
        .def("columns", &LiveSimulation::columns)
        .def("num_rows", &LiveSimulation::num_rows)
        .def("column", &LiveSimulation::column)
        .def("regions", &LiveSimulation::regions)
        .def("recorded", &LiveSimulation::recorded)
        .def("write", &LiveSimulation::write)
        .def("follow", &LiveSimulation::follow)
        .def("take_lives", &LiveSimulation::take_lives)
        .def("close", &LiveSimulation::close);
}

}  // namespace qonys::python
