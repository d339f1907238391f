#include "indicators/stock.hpp"
#include "processes/constant_lever.hpp"
#include "processes/specialist_visas.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double most_months = 120.0;  ///< ten years

std::vector<double> by_kind(Reader& in, std::string_view key, const Axis& kind, Bounds bounds,
                            const ParameterInfo& info)
{
    const auto table = in.table<double, std::size_t>(key, {kind}, bounds, info);
    return {table.values().begin(), table.values().end()};
}

}  // namespace

SpecialistVisas::Params SpecialistVisas::Params::read(Reader in, const Axes& axes,
                                                      const Axis& sector, double scale)
{
    Params params;
    params.scale = scale;
    params.kind =
        Axis("specialist_kind", {"valued_skills", "science", "investor", "nomad", "altyn"});
    params.region = axes.region;
    params.applicants = by_kind(in, "applicants", params.kind, Bounds::at_least(0.0),
                                {"persons/year", "who would come, by kind of visa"});
    params.places = by_kind(in, "places", params.kind, Bounds::at_least(0.0),
                            {"persons/year", "visas that can be had, by kind"});
    params.months = by_kind(in, "months", params.kind, Bounds::within(1.0, most_months),
                            {"months", "that a visa holds, by kind"});
    params.capital = in.number("capital", Bounds::at_least(Params::least_capital),
                               {"USD", "capital asked of investors"});
    params.income = in.number("income", Bounds::at_least(Params::least_income),
                              {"USD/month", "income asked of who works from afar"});
    params.capital_exponent = in.number("capital_exponent", Bounds::within(0.5, 5.0),
                                        {"-", "of the Pareto tail of capital"});
    params.income_exponent = in.number("income_exponent", Bounds::within(0.5, 5.0),
                                       {"-", "of the Pareto tail of incomes"});
    params.search_months =
        static_cast<int>(in.integer("search_months", Bounds::within(0.0, 60.0),
                                    {"months", "to find a new post before leaving"}));
    params.leave = in.annual_rate("leave_rate", {"1/year", "holders who leave before the end"});
    params.renewal_wish = in.share("renewal_wish", {"share", "visas that end and are renewed"});
    const Axis partner =
        in.axis("partners", "partner", {"-", "countries that specialists come from"});
    const auto origin = in.table<double, std::size_t>(
        "origin_share", {partner}, Bounds::within(0.0, 1.0), {"share", "specialists by country"});
    params.origin_share.assign(origin.values().begin(), origin.values().end());
    const auto region =
        in.table<double, RegionId>("region_share", {axes.region}, Bounds::within(0.0, 1.0),
                                   {"share", "investors and nomads by region"});
    params.region_share.assign(region.values().begin(), region.values().end());
    params.science_sector = sector.position("education").value_or(0);
    return params;
}

SpecialistVisas::Levers SpecialistVisas::Levers::declare(Registry& registry, const Params& params)
{
    const auto of_kinds = [&](const char* name, const char* description, const char* unit,
                              Bounds bounds, const std::vector<double>& values) {
        return registry.add_lever({.name = name,
                                   .description = description,
                                   .unit = unit,
                                   .axes = {params.kind},
                                   .bounds = bounds,
                                   .path = {{qonys::Month(2022, 1), values}},
                                   .source = "[specialists] of the scenario"});
    };
    Levers levers;
    levers.places = of_kinds("specialists.places", "visas of specialists that can be had",
                             "persons/year", Bounds::at_least(0.0), params.places);
    levers.months = of_kinds("specialists.months", "time that a specialist's visa holds", "months",
                             Bounds::within(1.0, most_months), params.months);
    levers.capital =
        registry.add_lever(constant_lever({.name = "specialists.capital",
                                           .description = "capital asked of investors for a visa",
                                           .unit = "USD",
                                           .bounds = Bounds::at_least(Params::least_capital)},
                                          params.capital));
    levers.income = registry.add_lever(
        constant_lever({.name = "specialists.income",
                        .description = "income asked of who works from here for others abroad",
                        .unit = "USD/month",
                        .bounds = Bounds::at_least(Params::least_income)},
                       params.income));
    return levers;
}

SpecialistVisas::Counted SpecialistVisas::Counted::declare(Registry& registry, const Params& params)
{
    const auto flow = [&](const char* name, const char* description, std::vector<Axis> along) {
        return registry.add_tally({.name = name,
                                   .description = description,
                                   .unit = "persons",
                                   .axes = std::move(along)});
    };
    Counted counted;
    counted.arrivals = flow("specialist_arrivals", "specialists who come, by visa and region",
                            {params.kind, params.region});
    counted.refused =
        flow("specialists_refused", "applicants for such visas refused, by why",
             {Axis("specialist_refusal", {"threshold", "places", "no_post"}), params.kind});
    counted.departures = flow("specialist_departures", "specialists who leave", {params.kind});
    counted.capital = registry.add_tally({.name = "investor_capital",
                                          .description = "capital of investors who come",
                                          .unit = "USD",
                                          .axes = {params.region}});
    counted.stock = registry.add_tally(kz_migration::stock(
        "specialists", "specialists by visa and region", "persons", {params.kind, params.region}));
    return counted;
}

}  // namespace qonys::models::kz_migration
