#include "catalogue_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "description.hpp"

namespace qonys::app {
namespace {

using Align = TextTable::Align;

const std::string no_catalogue = "the scenario has no [catalogue]";

/// Levers that a measure turns, each once.
std::string levers_of(const CatalogueMeasure& measure, const LeverBook& book)
{
    std::vector<std::string> names;
    for (const LeverMeasure::Params& change : measure.changes) {
        const std::string& name = book[change.lever].name;
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    }
    return names.empty() ? "none: " + measure.why_no_effect
                         : fmt::format("{}", fmt::join(names, ", "));
}

std::string measures_of(const CatalogueMeasures& measures, const AnnouncementLine& line)
{
    std::vector<std::string> ids;
    for (const CatalogueMeasure& one : measures.all) {
        if (std::find(one.lines.begin(), one.lines.end(), line.id) != one.lines.end()) {
            ids.push_back(one.id);
        }
    }
    return line.is_claim ? "claim" : fmt::format("{}", fmt::join(ids, " "));
}

}  // namespace

std::string catalogue_section(const Plan& plan)
{
    TextTable table(std::vector<Align>(7, Align::left));
    if (plan.catalogue != nullptr) {
        const Catalogue& catalogue = *plan.catalogue;
        const auto registry = plan.build_registry();
        for (const CatalogueMeasure& measure : catalogue.measures.all) {
            const auto& on = catalogue.on;
            const bool is_on = std::find(on.begin(), on.end(), measure.id) != on.end();
            table.add({measure.id, is_on ? "on" : "off", measure.direction,
                       measure.timetable.from.text(), measure.grade, measure.name.en,
                       levers_of(measure, registry->levers())});
        }
    }
    return titled("Catalogue: measure, on or off, direction, from, grade, name, levers", table,
                  no_catalogue);
}

std::string coverage_section(const Plan& plan)
{
    TextTable table(std::vector<Align>(6, Align::left));
    if (plan.catalogue != nullptr) {
        table.add({"line", "announced", "processes", "levers", "recorded outcomes", "measures"});
        for (const AnnouncementLine& line : plan.catalogue->lines) {
            table.add({line.id, line.name.en, fmt::format("{}", fmt::join(line.processes, ", ")),
                       fmt::format("{}", fmt::join(line.levers, ", ")),
                       fmt::format("{}", fmt::join(line.outcomes, ", ")),
                       measures_of(plan.catalogue->measures, line)});
        }
    }
    return titled("Coverage of the announcement", table, no_catalogue);
}

}  // namespace qonys::app
