#include "description.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "qonys/process/schedule.hpp"
#include "qonys/run/memory.hpp"
#include "text.hpp"

namespace qonys::app {
namespace {

using Align = TextTable::Align;

std::string cadence_text(const ProcessInfo& info)
{
    return info.cadence == Cadence::monthly ? "monthly"
                                            : fmt::format("yearly, month {}", info.month_of_year);
}

/// A column is no place for a whole table.
std::string shortened(const std::string& value)
{
    constexpr std::size_t longest = 72;
    return num_characters(value) <= longest ? value : value.substr(0, longest) + " ...";
}

/// Why a value was taken: where it leans on something, and what is said beside it.
std::string ground_text(const Provenance& provenance)
{
    if (provenance.source.empty() && provenance.note.empty()) {
        return "no ground is given";
    }
    return provenance.source.empty() || provenance.note.empty()
               ? provenance.source + provenance.note
               : provenance.source + "; " + provenance.note;
}

/// What a person costs with his part of a household.
std::string bytes_together(const MemoryBudget& budget, const Plan& plan)
{
    const std::optional<PopulationForecast> population = forecast_population(plan);
    if (!population || population->people <= 0.0) {
        return "  people and households are not known before synthesis\n";
    }
    const double per_person = population->households / population->people;
    const double together = static_cast<double>(budget.bytes_per_person) +
                            per_person * static_cast<double>(budget.bytes_per_household);
    return fmt::format(
        "  about {} at scale {}: {:.1f} bytes a person in all, {} for one replicate\n",
        crowd_text(*population), plan.scenario.scale, together,
        bytes_text(together * population->people));
}

}  // namespace

std::string titled(const std::string& title, const TextTable& table, const std::string& when_empty)
{
    return fmt::format("\n{}\n{}", title, table.empty() ? "  " + when_empty + "\n" : table.text());
}

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

std::string grade_text(const ReadParameter& parameter)
{
    if (!parameter.provenance.grade.empty()) {
        return parameter.provenance.grade;
    }
    return parameter.provenance.assumption ? "assumed" : "-";
}

std::string source_text(const ReadParameter& parameter)
{
    if (!parameter.provenance.source.empty()) {
        return parameter.provenance.source;
    }
    return parameter.is_default ? "default" : "-";
}

std::string title_section(const Plan& plan, const ModelInfo& model)
{
    const Scenario& scenario = plan.scenario;
    TextTable table({Align::left, Align::left});
    table.add({"model", model.description.empty()
                            ? model.name
                            : fmt::format("{}: {}", model.name, model.description)});
    table.add({"period", fmt::format("{} to {}, {}", scenario.start.text(), scenario.end.text(),
                                     count_text(scenario.num_months(), "month"))});
    table.add({"replicates", fmt::format("{}", scenario.replicates)});
    table.add({"seed", fmt::format("{} (people: {})", scenario.seed, plan.population_seed)});
    table.add({"scale", fmt::format("{}", scenario.scale)});
    table.add({"digest", plan.digest});
    return fmt::format("{}\n{}", scenario.title.empty() ? scenario.name : scenario.title,
                       table.text());
}

std::string schedule_section(const Registry& registry)
{
    TextTable table({Align::left, Align::right, Align::left, Align::left, Align::left});
    for (const ProcessInfo& info : Schedule(registry, Threads(1)).plan()) {
        table.add({std::string(stage_name(info.stage)), fmt::format("{}", info.order), info.name,
                   cadence_text(info), info.description});
        if (!info.draws.empty()) {
            table.add({"", "", "", "", fmt::format("draws: {}", fmt::join(info.draws, ", "))});
        }
    }
    return titled("Schedule of a month: stage, order, process, cadence", table, "no process");
}

std::string measures_section(const Registry& registry)
{
    TextTable table({Align::left, Align::left});
    for (const auto& measure : registry.measures()) {
        table.add({measure->name(), measure->description()});
    }
    return titled("Measures", table, "none");
}

std::string parameters_section(const Plan& plan)
{
    TextTable table(std::vector<Align>(7, Align::left));
    for (const ReadParameter& parameter : plan.parameters) {
        table.add({parameter.key, shortened(parameter.value), or_dash(parameter.unit), grade_text(parameter),
                   or_dash(parameter.provenance.year), source_text(parameter),
                   parameter.description});
    }
    return titled(
        "Parameters: key, value, unit, grade, year, source, meaning\n"
        "  (figures: A official exact count, B official but rounded or derived, C estimated,\n"
        "   D assumption; effects: A causal here, B causal elsewhere, C descriptive here, D expert)",
        table, "none");
}

std::string assumptions_section(const Plan& plan)
{
    TextTable table({Align::left});
    for (const std::string& assumption : plan.model->assumptions()) {
        table.add({"- " + assumption});
    }
    std::string values;
    for (const ReadParameter& parameter : plan.parameters) {
        if (parameter.provenance.assumption) {
            values += fmt::format("  {} = {}{}\n      {}\n", parameter.key, parameter.value,
                                  parameter.unit.size() > 1 ? " [" + parameter.unit + "]" : "",
                                  ground_text(parameter.provenance));
        }
    }
    return titled("Assumptions of the model", table, "none is listed") +
           fmt::format("\nParameters that are assumptions (grade D), and their ground\n{}",
                       values.empty() ? "  none\n" : values);
}

std::string memory_section(const Plan& plan, const Registry& registry)
{
    const MemoryBudget budget = memory_budget(registry);
    TextTable table({Align::left, Align::left, Align::left, Align::right, Align::left});
    for (const ColumnMemory& column : budget.columns) {
        table.add({column.entity, column.name, column.type, fmt::format("{}", column.bytes),
                   column.description});
    }
    std::string text = titled("Memory: column, type, bytes a row (side tables of few people apart)",
                              table, "no columns");
    text += fmt::format("  {} bytes a person", budget.bytes_per_person);
    if (budget.bytes_per_household > 0) {
        text += fmt::format(", {} bytes a household", budget.bytes_per_household);
    }
    return text + "\n" + bytes_together(budget, plan);
}

std::string inputs_section(const Plan& plan)
{
    TextTable table({Align::left, Align::right, Align::left});
    for (const InputFile& input : plan.inputs) {
        table.add({input.path.string(), with_commas(static_cast<std::int64_t>(input.rows)),
                   input.sha256});
    }
    return titled("Input files: path, rows, SHA-256", table, "none besides the scenario");
}

std::string models_section(const ModelCatalogue& catalogue)
{
    TextTable table({Align::left, Align::left});
    for (const std::string& name : catalogue.names()) {
        table.add({name, catalogue.find(name)->description});
    }
    return titled("Models that this program knows", table, "none");
}

}  // namespace qonys::app
