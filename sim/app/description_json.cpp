#include "description_json.hpp"

#include "lever_text.hpp"
#include "qonys/core/version.hpp"
#include "qonys/process/schedule.hpp"

namespace qonys::app {
namespace {

template <class Items, class Make>
Json array_of(const Items& items, Make make)
{
    std::vector<Json> made;
    for (const auto& item : items) {
        made.push_back(make(item));
    }
    return Json::array(made);
}

Json words_json(const std::vector<std::string>& words)
{
    return array_of(words, [](const std::string& word) { return Json(word); });
}

Json axes_json(const std::vector<Axis>& axes)
{
    return array_of(axes, [](const Axis& axis) {
        return Json::object({{"name", axis.name()}, {"codes", words_json(axis.codes())}});
    });
}

Json process_json(const ProcessInfo& info)
{
    return Json::object({{"name", info.name},
                         {"stage", stage_name(info.stage)},
                         {"order", info.order},
                         {"month_of_year",
                          info.cadence == Cadence::yearly ? Json(info.month_of_year) : Json::null()},
                         {"description", info.description},
                         {"levers", words_json(info.levers)},
                         {"draws", words_json(info.draws)}});
}

std::vector<Json::Member> provenance_members(const Provenance& provenance)
{
    return {{"source", provenance.source},
            {"year", provenance.year},
            {"grade", provenance.grade},
            {"assumption", provenance.assumption},
            {"note", provenance.note}};
}

Json path_json(const LeverSpec& lever)
{
    return array_of(periods_of(lever), [](const LeverPeriod& period) {
        return Json::object(
            {{"from", period.from.text()},
             {"values", array_of(*period.values, [](double value) { return Json(value); })}});
    });
}

Json lever_json(const LeverSpec& lever, const Plan& plan)
{
    const ReadParameter* parameter = parameter_of(lever, plan);
    Provenance provenance;
    provenance.source = lever.source;
    if (parameter != nullptr) {
        provenance = parameter->provenance;
    }
    std::vector<Json::Member> members{{"name", lever.name},
                                      {"unit", lever.unit},
                                      {"description", lever.description},
                                      {"axes", axes_json(lever.axes)},
                                      {"legal", lever.bounds.text()},
                                      {"is_figure", parameter != nullptr}};
    for (Json::Member& member : provenance_members(provenance)) {
        members.push_back(std::move(member));
    }
    members.emplace_back("path", path_json(lever));
    return Json::object(members);
}

Json parameter_json(const ReadParameter& parameter)
{
    std::vector<Json::Member> members{{"key", parameter.key},
                                      {"value", parameter.value},
                                      {"unit", parameter.unit},
                                      {"description", parameter.description},
                                      {"is_default", parameter.is_default}};
    for (Json::Member& member : provenance_members(parameter.provenance)) {
        members.push_back(std::move(member));
    }
    return Json::object(members);
}

Json indicator_json(const TallySpec& tally)
{
    return Json::object({{"name", tally.name},
                         {"unit", tally.unit},
                         {"description", tally.description},
                         {"axes", axes_json(tally.axes)}});
}

}  // namespace

Json description_json(const Plan& plan, const std::string& file)
{
    const auto registry = plan.build_registry();
    return Json::object(
        {{"command", "describe"},
         {"status", "done"},
         {"exit_code", 0},
         {"version", version()},
         {"scenario", file},
         {"model", plan.scenario.model},
         {"digest", plan.digest},
         {"schedule", array_of(Schedule(*registry, Threads(1)).plan(), process_json)},
         {"levers", array_of(registry->levers().specs(),
                             [&](const LeverSpec& lever) { return lever_json(lever, plan); })},
         {"indicators", array_of(registry->tallies().specs(), indicator_json)},
         {"parameters", array_of(plan.parameters, parameter_json)},
         {"assumptions", words_json(plan.model->assumptions())}});
}

}  // namespace qonys::app
