#include <fmt/format.h>

#include "catalogue_text.hpp"
#include "commands.hpp"
#include "description.hpp"
#include "description_json.hpp"
#include "lever_text.hpp"
#include "loading.hpp"

namespace qonys::app {
namespace {

std::string description(const Plan& plan, const Options& options, const ModelCatalogue& catalogue)
{
    const Sections& wanted = options.sections;
    const auto registry = plan.build_registry();
    const bool all = wanted.none();
    std::string text = title_section(plan, *catalogue.find(plan.scenario.model));
    if (all || wanted.schedule) {
        text += schedule_section(*registry);
    }
    if (all || wanted.levers) {
        text += levers_section(*registry, plan, options.region) + measures_section(*registry);
    }
    if (wanted.catalogue) {
        text += catalogue_section(plan);
    }
    if (wanted.coverage) {
        text += coverage_section(plan);
    }
    if (all || wanted.parameters) {
        text += parameters_section(plan);
    }
    if (all || wanted.assumptions) {
        text += assumptions_section(plan);
    }
    if (all || wanted.memory) {
        text += memory_section(plan, *registry);
    }
    if (all || wanted.inputs) {
        text += inputs_section(plan);
    }
    return text;
}

}  // namespace

int describe(const Options& options, const ModelCatalogue& catalogue)
{
    std::string text;
    if (!options.files.empty()) {
        const LoadedPlan loaded = load_scenario(options.files.front(), options, catalogue);
        if (options.json) {
            fmt::print("{}\n", description_json(loaded.plan, options.files.front()).text());
            return exit_done;
        }
        text = description(loaded.plan, options, catalogue);
    }
    if (options.sections.models) {
        text += models_section(catalogue);
    }
    fmt::print("{}", text.starts_with('\n') ? text.substr(1) : text);
    return exit_done;
}

}  // namespace qonys::app
