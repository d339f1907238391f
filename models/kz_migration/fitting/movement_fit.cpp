#include "fitting/movement_fit.hpp"

#include <array>
#include <numeric>

#include "fitting/aside_cells.hpp"
#include "fitting/exposure.hpp"
#include "fitting/formatted.hpp"
#include "fitting/pair_fit.hpp"
#include "qonys/core/math.hpp"
#include "qonys/parallel/communicator.hpp"
#include "qonys/run/plan.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Part of the people that is made to count who could move: the rates' error from it is below 0.3 %.
constexpr double fit_scale = 0.2;

Exposure exposure_of(const FitRequest& request, const Movement& movement)
{
    const auto ranks = serial_communicator();
    const auto registry = request.plan.build_registry();
    World world(registry->schema(), request.plan.model->regions(), *ranks);
    FitReport report;
    request.plan.model->populate({Stream(request.plan.population_seed, 0), fit_scale,
                                  request.plan.scenario.start, *ranks, request.threads, report},
                                 world);
    return count_exposure(world, Columns::find(registry->schema()),
                          MoverAges(movement.mobility_params.mover_age),
                          request.plan.scenario.start);
}

FittedMovement::ByRegion by_region(const Axis& region, const std::vector<double>& values)
{
    FittedMovement::ByRegion table({region});
    std::copy(values.begin(), values.end(), table.values().begin());
    return table;
}

FittedMovement::ByRegion ratio(const Axis& region, const std::vector<double>& above,
                               const std::vector<double>& below)
{
    FittedMovement::ByRegion table({region});
    for (std::size_t place = 0; place < above.size(); ++place) {
        table.values()[place] = above[place] / below[place];
    }
    return table;
}

double sum_of(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

double heads(const GrossFlows& gross) { return sum_of(gross.population); }

FittedMovement::ByYear by_year(int from, const std::vector<double>& values)
{
    FittedMovement::ByYear table(
        {Axis::range("year", from, from + static_cast<int>(values.size()) - 1)});
    std::copy(values.begin(), values.end(), table.values().begin());
    return table;
}

/// Who lives elsewhere than he is registered at the base date registers at last, so many a year: moves of
/// long ago, which the figures of each year hold and which the model makes apart.
std::vector<double> old_registrations(const Exposure& exposure, const Movement& movement)
{
    std::vector<double> flows = exposure.unregistered;
    for (double& people : flows) {
        people *= movement.mobility_params.old_probability / fit_scale;
    }
    return flows;
}

/// Who could move is counted at the base date first; then in later years, in a run that moves by that.
void add_reach(const FitRequest& request, const Movement& movement, const ReferenceParts& parts,
               FittedMovement& fitted)
{
    fitted.reach_from = request.plan.scenario.start.year();
    fitted.family_reach = by_year(fitted.reach_from, {1.0});
    fitted.lone_reach = by_year(fitted.reach_from, {1.0});
    Movement moving = movement;
    moving.fitted = fitted;
    moving.mobility.emplace(movement.mobility_params, fitted, parts.outlook);
    const Reach reach = reference_run(request, moving, parts, fit_scale);
    fitted.family_reach = by_year(fitted.reach_from, reach.family);
    fitted.lone_reach = by_year(fitted.reach_from, reach.lone);
}

/// With what the model makes apart.
std::vector<double> all_flows(std::vector<double> flows, const GrossFlows& gross)
{
    const std::size_t n = gross.arrivals.size();
    for (std::size_t cell = 0; cell < n * n; ++cell) {
        flows[cell] += gross.elsewhere(cell / n, cell % n);
    }
    return flows;
}

std::string heading(const KnownFigures& figures)
{
    return "# Moves between regions of Kazakhstan, fitted to figures known on " + figures.as_of() +
           ".\n# Made by 'qonys fit --as-of " + figures.as_of() +
           "'; never edited by hand. Method: models/kz_migration/README.md.\n"
           "# Inputs: data/interregional_arrivals, interregional_departures, interregional_share,\n"
           "# population_average, births, resettlement_quota, resettler_origin_share, distance_km, contiguous,\n"
           "# kin_share, mover_age, presence_gap; observed/od_* (rows with role calibrate and a vintage not after that day). Grade C.\n\n";
}

std::string report_of(const PairFit& pair, const std::vector<PairCell>& cells,
                      const FittedMovement& fitted, const GrossFlows& last)
{
    std::string text = "parameter              fitted  standard error  prior\n";
    text += formatted("distance              %7.3f  %14.3f  -1 +- 0.25, gravity literature\n",
                      pair.term.distance, pair.error.standard_error.distance);
    text += formatted("contiguity            %7.3f  %14.3f  0.5 +- 0.5, assumption\n",
                      pair.term.contiguity, pair.error.standard_error.contiguity);
    text += formatted("birth_gap             %7.3f  %14.3f  0.034 +- 0.02, job changes 2020-2023\n",
                      pair.term.birth_gap, pair.error.standard_error.birth_gap);
    text += formatted("lone_share            %7.3f  from the ages of movers\n", fitted.lone_share);
    text += formatted("level_growth          %7.3f  log, registered moves per head\n",
                      fitted.level_growth);
    text += formatted("level                %8.0f  registered moves in %d, without what is apart\n\n",
                      last.total(), fitted.last_year);
    text += "year    family reach    lone reach (people who could move, relative to the base date)\n";
    for (std::size_t place = 0; place < fitted.family_reach.values().size(); ++place) {
        text += formatted("%d  %14.4f  %12.4f\n", fitted.reach_from + static_cast<int>(place),
                          fitted.family_reach.values()[place], fitted.lone_reach.values()[place]);
    }
    text += "\npublished cell        year     published      model over published (in the fit)\n";
    static constexpr std::array<const char*, 3> kinds{"persons", "of arrivals", "of departures"};
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const PairCell& cell = cells[i];
        const Axis& region = fitted.constant.axes()[0];
        text += formatted("%s -> %s    %d  %12.3f  %8.2f  %s\n",
                          region.codes()[cell.origin].c_str(),
                          region.codes()[cell.destination].c_str(), cell.year, cell.value,
                          exact::exp(pair.log_residuals[i]),
                          kinds[static_cast<std::size_t>(cell.kind)]);
    }
    text += "\nregion   constant  change  moves out per 1,000  change\n";
    for (std::size_t place = 0; place < fitted.constant.values().size(); ++place) {
        text += formatted("%s   %8.3f %7.3f  %19.1f %7.1f\n",
                          fitted.constant.axes()[0].codes()[place].c_str(),
                          fitted.constant.values()[place],
                          fitted.constant.values()[place] - fitted.constant_before.values()[place],
                          1000.0 * fitted.propensity.values()[place],
                          1000.0 * (fitted.propensity.values()[place] -
                                    fitted.propensity_before.values()[place]));
    }
    return text;
}

}  // namespace

FitOutcome fit_movement(const FitRequest& request, const Movement& movement,
                        const ReferenceParts& parts)
{
    const KnownFigures figures(request.folder, request.as_of);
    const Axis& region = movement.region;
    const Exposure exposure = exposure_of(request, movement);
    std::map<int, GrossFlows> gross = gross_flows(figures, region);
    for (auto& [each, flows] : gross) {
        flows.take_apart(old_registrations(exposure, movement));
    }
    const int year = figures.last_year();
    const GrossFlows& last = gross.at(year);
    const GrossFlows& before = gross.at(year - 1);
    const auto weights = [&](const PairTerm& term) {
        return weights_of(movement.geography, movement.destination.kin_share,
                          movement.destination.kin, term, before.birth_rate);
    };
    const std::vector<PairCell> cells = known_cells(figures, region);
    const PairFit pair = fit_pairs(cells, gross, weights);
    const auto constants = [&](const GrossFlows& flows) {
        std::vector<double> logs = balance(weights(pair.term), flows).attraction;
        for (double& value : logs) {
            value = exact::log(value);
        }
        return by_region(region, logs);
    };
    FittedMovement fitted{
        .last_year = year,
        .pair = pair.term,
        .pair_error = pair.error,
        .lone_share = lone_share(exposure, movement.mobility_params.mover_age),
        .level_growth =
            exact::log(last.total() / heads(last)) - exact::log(before.total() / heads(before)),
        .birth_rate = by_region(region, before.birth_rate),
        .population = by_region(region, last.population),
        .constant_before = constants(before),
        .constant = constants(last),
        .propensity_before = ratio(region, before.departures, before.population),
        .propensity = ratio(region, last.departures, last.population),
        .family_scale = ratio(region, exposure.residents, exposure.family),
        .lone_scale = ratio(region, exposure.residents, exposure.lone)};
    add_reach(request, movement, parts, fitted);
    const FlowsOfYear flows = [&](int of_year) {
        return all_flows(balance(weights(pair.term), gross.at(of_year)).flows, gross.at(of_year));
    };
    return {fitted.toml(heading(figures)),
            report_of(pair, cells, fitted, last) +
                report_aside(cells_aside(figures, region, cells, flows))};
}

}  // namespace qonys::models::kz_migration
