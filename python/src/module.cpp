#include "qonys/core/version.hpp"
#include "topics.hpp"

PYBIND11_MODULE(_core, module)
{
    module.doc() =
        "The engine of Qonys. Everything here is wrapped by the package `qonys`, which is what to "
        "use: "
        "names in this module may change without notice.";
    module.attr("version") = qonys::version();
    module.attr("git_commit") = qonys::git_commit();
    qonys::python::bind_errors(module);
    qonys::python::bind_plan(module);
    qonys::python::bind_process(module);
    qonys::python::bind_run(module);
    qonys::python::bind_simulation(module);
}
