#include "parts/flows.hpp"

namespace qonys::models::kz_migration {
namespace {

TallyId flow(Registry& registry, std::string name, std::string description, std::vector<Axis> axes)
{
    return registry.add_tally({.name = std::move(name),
                               .description = std::move(description),
                               .unit = "persons",
                               .axes = std::move(axes)});
}

}  // namespace

Flows Flows::declare(Registry& registry, const Axes& axes)
{
    const Axis origin("origin", axes.region.codes(), axes.region.labels());
    const Axis destination("destination", axes.region.codes(), axes.region.labels());
    Flows flows;
    flows.births = flow(registry, "births", "live births by the mother's registered region and sex",
                        {axes.region, axes.sex});
    flows.deaths =
        flow(registry, "deaths", "deaths by registered region and sex", {axes.region, axes.sex});
    flows.registered_moves = flow(registry, "registered_moves",
                                  "changes of registration between regions", {origin, destination});
    flows.actual_moves =
        flow(registry, "actual_moves", "moves in fact between regions", {origin, destination});
    flows.external_arrivals =
        flow(registry, "external_arrivals", "registered arrivals from abroad to stay",
             {axes.region, axes.flow_partner});
    flows.external_departures =
        flow(registry, "external_departures", "registered departures abroad to stay",
             {axes.region, axes.flow_partner});
    return flows;
}

}  // namespace qonys::models::kz_migration
