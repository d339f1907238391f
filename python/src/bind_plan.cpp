#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <filesystem>
#include <memory>

#include "convert.hpp"
#include "known_models.hpp"
#include "qonys/process/schedule.hpp"
#include "qonys/run/ensemble.hpp"
#include "qonys/run/plan.hpp"
#include "topics.hpp"

namespace qonys::python {

namespace {

namespace py = pybind11;

py::object value_of(const Node& node)
{
    const auto as_python = [](const auto& value) -> py::object {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, Node::Table>) {
            py::dict table;
            for (const auto& [key, each] : value) {
                table[py::str(key)] = value_of(each);
            }
            return table;
        } else if constexpr (std::is_same_v<Value, Node::Array>) {
            py::list list;
            for (const Node& each : value) {
                list.append(value_of(each));
            }
            return list;
        } else {
            return py::cast(value);
        }
    };
    return std::visit(as_python, node.value);
}

void add_provenance(py::dict& row, const Provenance& provenance)
{
    row["source"] = provenance.source;
    row["year"] = provenance.year;
    row["grade"] = provenance.grade;
    row["assumption"] = provenance.assumption;
    row["note"] = provenance.note;
}

py::list parameters_of(const Plan& plan)
{
    py::list rows;
    for (const ReadParameter& parameter : plan.parameters) {
        py::dict row;
        row["key"] = parameter.key;
        row["value"] = parameter.value;
        row["unit"] = parameter.unit;
        row["description"] = parameter.description;
        row["is_default"] = parameter.is_default;
        add_provenance(row, parameter.provenance);
        rows.append(row);
    }
    return rows;
}

py::list levers_of(const Plan& plan)
{
    const auto registry = plan.build_registry();
    py::list rows;
    for (const LeverSpec& lever : registry->levers().specs()) {
        py::dict row;
        row["name"] = lever.name;
        row["unit"] = lever.unit;
        row["description"] = lever.description;
        row["axes"] = axes_of(lever.axes);
        row["legal"] = lever.bounds.text();
        row["source"] = lever.source;
        rows.append(row);
    }
    return rows;
}

/// What the levers stand at in a month: name to one number a cell.
py::dict levers_in(const Plan& plan, const std::string& month)
{
    const Month now = month_of_text(month);
    const auto registry = plan.build_registry();
    Levers levers(registry->levers());
    levers.follow_paths(now);
    for (const auto& measure : registry->measures()) {
        measure->apply(now, levers);
    }
    py::dict all;
    const auto& specs = registry->levers().specs();
    for (std::size_t i = 0; i < specs.size(); ++i) {
        const auto values = levers.of(LeverId(static_cast<LeverId::rep>(i)));
        all[py::str(specs[i].name)] =
            py::array_t<double>(static_cast<py::ssize_t>(values.size()), values.data());
    }
    return all;
}

py::list indicators_of(const Plan& plan)
{
    const auto registry = plan.build_registry();
    py::list rows;
    for (const TallySpec& tally : registry->tallies().specs()) {
        rows.append(indicator_of(tally));
    }
    return rows;
}

py::list inputs_of(const Plan& plan)
{
    py::list rows;
    for (const InputFile& input : plan.inputs) {
        py::dict row;
        row["name"] = input.path.string();
        row["sha256"] = input.sha256;
        row["rows"] = input.rows;
        rows.append(row);
    }
    return rows;
}

py::list schedule_of(const Plan& plan)
{
    const auto registry = plan.build_registry();
    py::list rows;
    for (const ProcessInfo& info : Schedule(*registry, Threads(1)).plan()) {
        py::dict row;
        row["name"] = info.name;
        row["stage"] = std::string(stage_name(info.stage));
        row["description"] = info.description;
        row["yearly"] = info.cadence == Cadence::yearly;
        row["reads"] = info.reads;
        row["writes"] = info.writes;
        row["levers"] = info.levers;
        row["draws"] = info.draws;
        rows.append(row);
    }
    return rows;
}

std::vector<std::string> measures_of(const Plan& plan)
{
    std::vector<std::string> lines;
    for (const auto& measure : plan.measures) {
        lines.push_back(measure->description());
    }
    return lines;
}

void bind_document(py::module_& module)
{
    py::class_<Document>(module, "Document")
        .def_static("load", [](const std::filesystem::path& file) { return Document::load(file); })
        .def_static(
            "parse",
            [](const std::string& text, const std::string& name,
               const std::filesystem::path& folder) { return Document::parse(text, name, folder); })
        .def("extended_by", &Document::extended_by)
        .def("as_ensemble", &as_ensemble)
        .def("tree", [](const Document& document) { return value_of(document.root()); })
        .def_property_readonly("text", &Document::canonical_text);
}

}  // namespace

void bind_plan(py::module_& module)
{
    bind_document(module);
    py::class_<Plan, std::shared_ptr<Plan>>(module, "Plan")
        .def(py::init([](const Document& document, const std::string& name) {
                 return std::make_shared<Plan>(Plan::read(document, name, known_models()));
             }),
             py::call_guard<py::gil_scoped_release>())
        .def_property_readonly("name", [](const Plan& plan) { return plan.scenario.name; })
        .def_property_readonly("title", [](const Plan& plan) { return plan.scenario.title; })
        .def_property_readonly("model", [](const Plan& plan) { return plan.scenario.model; })
        .def_property_readonly("start", [](const Plan& plan) { return plan.scenario.start.text(); })
        .def_property_readonly("end", [](const Plan& plan) { return plan.scenario.end.text(); })
        .def_property_readonly("seed", [](const Plan& plan) { return plan.scenario.seed; })
        .def_property_readonly("replicates",
                               [](const Plan& plan) { return plan.scenario.replicates; })
        .def_property_readonly("scale", [](const Plan& plan) { return plan.scenario.scale; })
        .def_property_readonly("digest", [](const Plan& plan) { return plan.digest; })
        .def_property_readonly("text", [](const Plan& plan) { return plan.scenario_text; })
        .def("parameters", &parameters_of)
        .def("levers", &levers_of)
        .def("levers_in", &levers_in)
        .def("indicators", &indicators_of)
        .def("inputs", &inputs_of)
        .def("schedule", &schedule_of)
        .def("measures", &measures_of)
        .def("assumptions", [](const Plan& plan) { return plan.model->assumptions(); });
}

}  // namespace qonys::python
