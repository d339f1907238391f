#include <pybind11/stl.h>

#include "convert.hpp"
#include "python_process.hpp"
#include "qonys/run/plan.hpp"
#include "topics.hpp"

namespace qonys::python {
namespace {

namespace py = pybind11;

Stage stage_of(const std::string& name)
{
    std::string known;
    for (int i = 0; i <= static_cast<int>(Stage::close); ++i) {
        const std::string_view one = stage_name(static_cast<Stage>(i));
        if (name == one) {
            return static_cast<Stage>(i);
        }
        known += (i > 0 ? ", " : "") + std::string(one);
    }
    throw py::value_error("'" + name + "' is no stage of a month; choose one of " + known);
}

}  // namespace

ProcessDeclaration ProcessDeclaration::of(const py::object& process)
{
    ProcessDeclaration declared;
    ProcessInfo& info = declared.info;
    const py::dict said = process.attr("declaration")();
    info.name = said["name"].cast<std::string>();
    info.description = said["description"].cast<std::string>();
    info.stage = stage_of(said["stage"].cast<std::string>());
    info.cadence = said["month_of_year"].is_none() ? Cadence::monthly : Cadence::yearly;
    info.month_of_year = said["month_of_year"].is_none() ? 1 : said["month_of_year"].cast<int>();
    info.order = said["order"].cast<int>();
    info.reads = said["reads"].cast<std::vector<std::string>>();
    info.writes = said["writes"].cast<std::vector<std::string>>();
    info.levers = said["levers"].cast<std::vector<std::string>>();
    info.draws = said["draws"].cast<std::vector<std::string>>();
    for (const py::handle each : said["columns"].cast<py::list>()) {
        const auto name = each["name"].cast<std::string>();
        declared.columns.push_back({name, each["description"].cast<std::string>(),
                                    element_type_of(each["dtype"].cast<py::dtype>(), name),
                                    each["fill"].cast<double>()});
    }
    for (const py::handle each : said["indicators"].cast<py::list>()) {
        declared.indicators.push_back(
            {each["name"].cast<std::string>(), each["description"].cast<std::string>(),
             each["unit"].cast<std::string>(),
             each["measurement"].cast<std::string>() == "stock" ? Measurement::stock
                                                                : Measurement::flow,
             each["by_region"].cast<bool>()});
    }
    declared.text = said["text"].cast<std::string>();
    declared.step = shared(process.attr("decide"));
    return declared;
}

void bind_process(py::module_& module)
{
    py::class_<StepView, std::shared_ptr<StepView>>(module, "StepView")
        .def_property_readonly("month", &StepView::month)
        .def_property_readonly("scale", &StepView::scale)
        .def_property_readonly("regions", &StepView::regions)
        .def("__len__", &StepView::size)
        .def("column", &StepView::column)
        .def("uniform", &StepView::uniform)
        .def("lever", &StepView::lever)
        .def("propose", &StepView::propose)
        .def("count", &StepView::count);
    module.def("with_processes", [](const Plan& plan, const py::list& processes) {
        auto extended = std::make_shared<Plan>(plan);
        const Axis regions = plan.model->regions().axis();
        for (const py::handle process : processes) {
            const auto declared =
                ProcessDeclaration::of(py::reinterpret_borrow<py::object>(process));
            extended->add({declared.text, [declared, regions](Registry& registry) {
                               registry.add_process(
                                   std::make_unique<PythonProcess>(registry, declared, regions));
                           }});
        }
        // Said now and not in the middle of a run: columns that are not there, draws that clash.
        extended->build_registry()->check();
        return extended;
    });
}

}  // namespace qonys::python
