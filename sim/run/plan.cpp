#include "qonys/run/plan.hpp"

#include "qonys/core/digest.hpp"
#include "qonys/policy/lever_measure.hpp"

namespace qonys {
namespace {

std::string plan_digest(const Plan& plan)
{
    Digest digest;
    digest.text(plan.scenario_text);
    for (const InputFile& input : plan.inputs) {
        digest.text(input.sha256);
    }
    for (const PlanAddition& addition : plan.additions) {
        digest.text(addition.text);
    }
    return digest.hex();
}

constexpr double first_rules_year = 1900;
constexpr double last_rules_year = 2200;

/// All that the model declares, under the rules that the plan wants.
void declare(const Plan& plan, Registry& registry)
{
    if (plan.rules_of) {
        registry.hold_rules(*plan.rules_of);
    }
    plan.model->build(registry);
    for (const PlanAddition& addition : plan.additions) {
        addition.declare(registry);
    }
}

const ModelInfo* find_model(Reader& in, const Scenario& scenario, const ModelCatalogue& catalogue)
{
    const ModelInfo* info = catalogue.find(scenario.model);
    if (info == nullptr && !scenario.model.empty()) {
        const std::vector<std::string> known = catalogue.names();
        const std::string nearest = nearest_name(scenario.model, known);
        in.problem("model", "model '" + scenario.model + "' is not known",
                   "each model is a folder below models",
                   nearest.empty() ? "see 'qonys describe --models'"
                                   : "did you mean '" + nearest + "'?");
    }
    return info;
}

}  // namespace

Plan Plan::read(const Document& document, const std::string& name, const ModelCatalogue& catalogue)
{
    Reader in(document);
    Plan plan;
    plan.scenario = Scenario::read(in, name);
    Reader population = in.section("population");
    plan.population_seed = static_cast<std::uint64_t>(population.integer(
        "seed", Bounds::at_least(0.0), {"-", "seed of synthesis, shared by runs that compare"}, 1));
    Reader synthesis = in.section("synthesis");
    plan.population_per_replicate =
        synthesis.boolean("replicate", {"-", "make the people anew for each replicate"}, false);
    Reader policy = in.section("policy");
    if (policy.has("rules_of")) {
        plan.rules_of = static_cast<int>(policy.integer(
            "rules_of", Bounds::within(first_rules_year, last_rules_year),
            {"year", "year whose rules go on: later steps of levers' default paths are left out"}));
    }
    const ModelInfo* info = find_model(in, plan.scenario, catalogue);
    if (info == nullptr) {
        in.throw_if_any();
    } else {
        plan.model = info->read(in, plan.scenario);
    }
    // Asked for even when measures are not read below: they are known, whatever else is wrong.
    for (const char* key : {"measure", "catalogue"}) {
        static_cast<void>(in.has(key));
    }
    if (plan.model != nullptr && in.problems().empty()) {
        Registry registry(plan.model->with_households());
        declare(plan, registry);
        plan.catalogue = read_catalogue(in, registry);
        const std::vector<LeverMeasure::Params> on = plan.catalogue == nullptr
                                                         ? std::vector<LeverMeasure::Params>{}
                                                         : plan.catalogue->changes();
        plan.measures = read_measures(in, registry.levers(), on);
    }
    in.finish();
    in.throw_if_any();
    plan.scenario_text = document.canonical_text();
    plan.inputs = in.inputs();
    plan.parameters = in.parameters();
    plan.digest = plan_digest(plan);
    return plan;
}

void Plan::add(PlanAddition addition)
{
    additions.push_back(std::move(addition));
    digest = plan_digest(*this);
}

std::vector<TargetIndicator> Plan::target_indicators() const
{
    return catalogue == nullptr ? std::vector<TargetIndicator>{} : catalogue->indicators;
}

std::unique_ptr<Registry> Plan::build_registry() const
{
    auto registry = std::make_unique<Registry>(model->with_households());
    declare(*this, *registry);
    for (const auto& measure : measures) {
        registry->add_measure(measure);
    }
    return registry;
}

}  // namespace qonys
