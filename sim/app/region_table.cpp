#include "region_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include "qonys/run/spread.hpp"
#include "text.hpp"

namespace qonys::app {
namespace {

using Align = TextTable::Align;

const Series* find(const ReplicateResult& result, std::string_view name)
{
    const auto found =
        std::find_if(result.series.begin(), result.series.end(),
                     [&](const Series& series) { return series.spec.name == name; });
    return found == result.series.end() ? nullptr : &*found;
}

/// Sums over all times of the cells at each position of one axis.
std::vector<std::int64_t> flows_along(const Series& series, std::size_t axis)
{
    std::size_t inner = 1;
    for (std::size_t i = axis + 1; i < series.spec.axes.size(); ++i) {
        inner *= series.spec.axes[i].size();
    }
    std::vector<std::int64_t> sums(series.spec.axes[axis].size(), 0);
    for (std::size_t first = 0; first < series.values.size(); first += inner) {
        const auto cells = std::span(series.values).subspan(first, inner);
        sums[first / inner % sums.size()] +=
            std::accumulate(cells.begin(), cells.end(), std::int64_t{0});
    }
    return sums;
}

/// The columns of one region in one replicate, in persons at full scale.
struct Line {
    double start = 0.0;
    double end = 0.0;
    double natural = 0.0;
    double internal = 0.0;
    double external = 0.0;

    Line& operator+=(const Line& other)
    {
        start += other.start;
        end += other.end;
        natural += other.natural;
        internal += other.internal;
        external += other.external;
        return *this;
    }
};

/// By region.
std::vector<Line> lines_of(const ReplicateResult& result, double scale)
{
    const Series& population = *find(result, "population");
    const std::size_t num_regions = population.spec.axes[0].size();
    const auto flows = [&](std::string_view name, std::size_t axis) {
        const Series* series = find(result, name);
        return series == nullptr ? std::vector<std::int64_t>(num_regions, 0)
                                 : flows_along(*series, axis);
    };
    const auto births = flows("births", 0);
    const auto deaths = flows("deaths", 0);
    const auto moves_in = flows("registered_moves", 1);
    const auto moves_out = flows("registered_moves", 0);
    const auto arrivals = flows("external_arrivals", 0);
    const auto departures = flows("external_departures", 0);
    const auto persons = [&](std::int64_t counted) { return static_cast<double>(counted) / scale; };
    std::vector<Line> lines(num_regions);
    for (std::size_t region = 0; region < num_regions; ++region) {
        Line& line = lines[region];
        line.start = persons(population.at(0)[region]);
        line.end = persons(population.at(population.times.size() - 1)[region]);
        line.natural = persons(births[region]) - persons(deaths[region]);
        line.internal = persons(moves_in[region]) - persons(moves_out[region]);
        line.external = persons(arrivals[region]) - persons(departures[region]);
    }
    return lines;
}

using Column = double Line::*;

Spread spread_of(const std::vector<Line>& lines, Column column, bool uncertain)
{
    std::vector<double> values;
    for (const Line& line : lines) {
        values.push_back(line.*column);
    }
    const bool pairs = uncertain && values.size() >= 4 && values.size() % 2 == 0;
    return pairs ? spread_of_pairs(values) : spread_of_noise(values);
}

std::string with_error(const Spread& spread, bool is_change)
{
    std::string text = with_commas(static_cast<std::int64_t>(std::llround(spread.mean)));
    if (is_change && spread.mean > 0.0) {
        text = "+" + text;
    }
    if (spread.monte_carlo_error) {
        text += " ± " + with_commas(
                            static_cast<std::int64_t>(std::llround(*spread.monte_carlo_error)));
    }
    return text;
}

std::string forecast_text(const Spread& spread)
{
    if (!spread.forecast) {
        return "";
    }
    const auto bound = [](double value) {
        return with_commas(static_cast<std::int64_t>(std::llround(value)));
    };
    return fmt::format("{} to {}{}", bound(spread.forecast->low), bound(spread.forecast->high),
                       spread.within_noise ? ", within noise" : "");
}

void add_line(TextTable& table, const std::string& name, const std::vector<Line>& lines,
              bool uncertain)
{
    const Spread end = spread_of(lines, &Line::end, uncertain);
    table.add({name, with_commas(static_cast<std::int64_t>(std::llround(lines.front().start))),
               with_error(end, false),
               with_error(spread_of(lines, &Line::natural, uncertain), true),
               with_error(spread_of(lines, &Line::internal, uncertain), true),
               with_error(spread_of(lines, &Line::external, uncertain), true),
               forecast_text(end)});
}

/// "1 January 2031": stocks are taken at the end of a month.
std::string day_after(Month month)
{
    const Month next = month + 1;
    return next.month_of_year() == 1 ? fmt::format("1 Jan {}", next.year()) : next.text();
}

}  // namespace

bool is_uncertain(const Plan& plan)
{
    return std::any_of(plan.parameters.begin(), plan.parameters.end(),
                       [](const ReadParameter& parameter) {
                           return parameter.key == "forecast.uncertain" && parameter.value == "true";
                       });
}

std::string region_table(const Plan& plan, const RunOutcome& outcome)
{
    const Series* population =
        outcome.replicates.empty() ? nullptr : find(outcome.replicates.front(), "population");
    if (population == nullptr || population->spec.axes.size() != 1 ||
        population->spec.axes[0].name() != "region") {
        return "";
    }
    const bool uncertain = is_uncertain(plan);
    TextTable table({Align::left, Align::right, Align::right, Align::right, Align::right,
                     Align::right, Align::right});
    table.add({"region", day_after(population->times.front()), day_after(population->times.back()),
               "natural change", "net internal", "net external",
               uncertain ? "80 % forecast interval" : ""});
    std::vector<Line> nation(outcome.replicates.size());
    std::vector<std::vector<Line>> all;
    for (const ReplicateResult& result : outcome.replicates) {
        all.push_back(lines_of(result, plan.scenario.scale));
    }
    const Axis& regions = population->spec.axes[0];
    for (std::size_t region = 0; region < regions.size(); ++region) {
        std::vector<Line> lines;
        for (std::size_t i = 0; i < all.size(); ++i) {
            lines.push_back(all[i][region]);
            nation[i] += lines.back();
        }
        add_line(table, regions.labels()[region], lines, uncertain);
    }
    add_line(table, "Total", nation, uncertain);
    const std::string text = table.text();
    const bool has_noise = text.find("within noise") != std::string::npos;
    return "\nRegistered population, persons\n" + text +
           (has_noise ? "within noise: pairs of replicates differ no more than their noise explains; the "
                        "interval is what it may hide\n"
                      : "");
}

}  // namespace qonys::app
