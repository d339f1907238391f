#include "fitting/gross_flows.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include "qonys/core/contract.hpp"
#include "qonys/core/error.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int first_year = 2022;  ///< first after the census, on the borders of today

using ByYear = std::map<int, std::vector<double>>;

/// Region by year; several rows of a cell (town and country) are added.
ByYear by_year(const std::vector<Figure>& rows, const Axis& region)
{
    ByYear table;
    for (const Figure& row : rows) {
        const auto place = region.position(row["region"]);
        if (place) {
            std::vector<double>& year = table[std::stoi(row["year"])];
            year.resize(region.size());
            year[*place] += row.value;
        }
    }
    return table;
}

}  // namespace

double GrossFlows::total() const
{
    return std::accumulate(arrivals.begin(), arrivals.end(), 0.0);
}

void GrossFlows::take_apart(const std::vector<double>& registrations)
{
    const std::size_t n = arrivals.size();
    old = registrations;
    for (std::size_t origin = 0; origin < n; ++origin) {
        for (std::size_t destination = 0; destination < n; ++destination) {
            departures[origin] -= old[origin * n + destination];
            arrivals[destination] -= old[origin * n + destination];
        }
    }
    QONYS_ENSURE(*std::min_element(departures.begin(), departures.end()) > 0.0);
    QONYS_ENSURE(*std::min_element(arrivals.begin(), arrivals.end()) > 0.0);
}

double GrossFlows::elsewhere(std::size_t origin, std::size_t destination) const
{
    const double all = std::accumulate(sent.begin(), sent.end(), 0.0);
    const double programme = all > 0.0 ? settled[destination] * sent[origin] / all : 0.0;
    return programme + old[origin * arrivals.size() + destination];
}

double GrossFlows::all_arrivals(std::size_t destination) const
{
    double sum = arrivals[destination] + settled[destination];
    for (std::size_t origin = 0; origin < arrivals.size(); ++origin) {
        sum += old[origin * arrivals.size() + destination];
    }
    return sum;
}

double GrossFlows::all_departures(std::size_t origin) const
{
    double sum = departures[origin] + sent[origin];
    for (std::size_t destination = 0; destination < arrivals.size(); ++destination) {
        sum += old[origin * arrivals.size() + destination];
    }
    return sum;
}

std::map<int, GrossFlows> gross_flows(const KnownFigures& figures, const Axis& region)
{
    const ByYear arrivals = by_year(figures.data("interregional_arrivals"), region);
    const ByYear departures = by_year(figures.data("interregional_departures"), region);
    const ByYear share = by_year(figures.data("interregional_share"), region);
    const ByYear population = by_year(figures.data("population_average"), region);
    const ByYear births = by_year(figures.data("births"), region);
    const ByYear quota = by_year(figures.data("resettlement_quota"), region);
    std::vector<double> origin_share(region.size());
    for (const Figure& row : figures.data("resettler_origin_share")) {
        origin_share.at(region.position(row["region"]).value()) = row.value;
    }
    if (figures.last_year() <= first_year || !arrivals.contains(figures.last_year())) {
        throw InputError(Problem{.file = "--as-of",
                                 .what = "moves between regions are known for 2022 to 2024",
                                 .why = "the fit needs two years of them",
                                 .hint = "choose a day from 2023-12-31 to 2025-12-30"});
    }
    std::map<int, GrossFlows> flows;
    for (int year = first_year; year <= figures.last_year(); ++year) {
        GrossFlows& out = flows[year];
        out.population = population.at(year);
        out.settled = quota.at(year);
        out.old.assign(region.size() * region.size(), 0.0);
        const double resettlers = std::accumulate(out.settled.begin(), out.settled.end(), 0.0);
        for (std::size_t place = 0; place < region.size(); ++place) {
            // Shares begin a year later; that of 2023 serves 2022 too.
            const double basis = share.lower_bound(year)->second[place];
            const double moved = arrivals.at(year)[place];
            const double net = moved - departures.at(year)[place];
            const double arrivals_now = moved * share.rbegin()->second[place] / basis;
            out.sent.push_back(resettlers * origin_share[place]);
            out.arrivals.push_back(std::max(1.0, arrivals_now - out.settled[place]));
            out.departures.push_back(std::max(1.0, arrivals_now - net - out.sent[place]));
            out.birth_rate.push_back(1000.0 * births.at(year)[place] / out.population[place]);
        }
    }
    return flows;
}

}  // namespace qonys::models::kz_migration
