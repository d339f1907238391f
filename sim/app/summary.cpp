#include "summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "qonys/run/spread.hpp"
#include "region_table.hpp"
#include "text.hpp"

namespace qonys::app {
namespace {

using Align = TextTable::Align;

/// Counts of the periods [first, last) in all cells, weighted.
double sum_of(const Series& series, std::size_t first, std::size_t last, double scale)
{
    const std::size_t cells = series.num_cells();
    const auto begin = series.values.begin() + static_cast<std::ptrdiff_t>(first * cells);
    const auto end = series.values.begin() + static_cast<std::ptrdiff_t>(last * cells);
    return static_cast<double>(std::accumulate(begin, end, std::int64_t{0})) * series.weight(scale);
}

enum class Which { total, first, last };

/// One number of one indicator, over the replicates.
Spread over_replicates(const Plan& plan, const RunOutcome& outcome, std::size_t indicator,
                       Which which)
{
    std::vector<double> values;
    for (const ReplicateResult& result : outcome.replicates) {
        const Series& series = result.series[indicator];
        const std::size_t periods = series.times.size();
        const std::size_t first = which == Which::last ? periods - 1 : 0;
        const std::size_t last = which == Which::first ? 1 : periods;
        values.push_back(sum_of(series, first, last, plan.scenario.scale));
    }
    if (!is_uncertain(plan)) {
        return spread_of_noise(values);
    }
    if (values.size() > 1 && values.size() % 2 == 1) {
        values.pop_back();  // without its partner noise and forecast cannot be told apart
    }
    return values.size() >= 4 ? spread_of_pairs(values) : spread_of_noise(values);
}

/// Mean, Monte-Carlo error and forecast interval: each in a column of its own.
std::vector<std::string> words_of(const Spread& value)
{
    return {number_text(value.mean),
            value.monte_carlo_error ? "± " + number_text(*value.monte_carlo_error) : "",
            value.forecast ? fmt::format("{} to {}{}", number_text(value.forecast->low),
                                         number_text(value.forecast->high),
                                         value.within_noise ? ", within noise" : "")
                           : ""};
}

std::string interval_title(const Plan& plan, const RunOutcome& outcome)
{
    return is_uncertain(plan) && outcome.replicates.size() >= 4 ? "80 % forecast interval" : "";
}

/// The same counts by another axis: births beside births_by_age.
bool is_repeated(const std::vector<Series>& all, const std::string& name)
{
    const std::size_t by = name.find("_by_");
    return by != std::string::npos &&
           std::any_of(all.begin(), all.end(), [&](const Series& series) {
               return series.spec.name == name.substr(0, by);
           });
}

std::string head_text(const Plan& plan, const RunOutcome& outcome)
{
    const Scenario& scenario = plan.scenario;
    const std::string sample =
        scenario.scale < 1.0 ? fmt::format(" (a sample of {})", scenario.scale) : "";
    return fmt::format(
        "{}\n{} to {}, {} people simulated{}, seed {}, {}\n",
        scenario.title.empty() ? scenario.name : scenario.title, scenario.start.text(),
        scenario.end.text(), with_commas(static_cast<std::int64_t>(outcome.num_people)), sample,
        scenario.seed,
        count_text(static_cast<std::int64_t>(outcome.replicates.size()), "replicate"));
}

std::string flows_text(const Plan& plan, const RunOutcome& outcome)
{
    TextTable table({Align::left, Align::right, Align::right, Align::left, Align::right});
    const std::string interval = interval_title(plan, outcome);
    const std::vector<Series>& all = outcome.replicates.front().series;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const TallySpec& spec = all[i].spec;
        if (spec.measurement == Measurement::flow && !is_repeated(all, spec.name)) {
            if (table.empty() && !interval.empty()) {
                table.add({"", "", "", "", interval});
            }
            const auto total = words_of(over_replicates(plan, outcome, i, Which::total));
            table.add({spec.name, total[0], total[1], spec.unit, total[2]});
        }
    }
    return table.empty() ? "" : "\nFlows, total over the run\n" + table.text();
}

std::string stocks_text(const Plan& plan, const RunOutcome& outcome)
{
    TextTable table({Align::left, Align::right, Align::left, Align::right, Align::right,
                     Align::left, Align::right});
    const std::string interval = interval_title(plan, outcome);
    const std::vector<Series>& all = outcome.replicates.front().series;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const TallySpec& spec = all[i].spec;
        if (spec.measurement == Measurement::stock && !all[i].times.empty() &&
            !is_repeated(all, spec.name)) {
            if (table.empty() && !interval.empty()) {
                table.add({"", "", "", "", "", "", interval});
            }
            const auto first = words_of(over_replicates(plan, outcome, i, Which::first));
            const auto last = words_of(over_replicates(plan, outcome, i, Which::last));
            table.add({spec.name, first[0], "->", last[0], last[1], spec.unit, last[2]});
        }
    }
    return table.empty() ? "" : "\nStocks, before the first month -> at the end\n" + table.text();
}

std::string error_note(const Plan& plan, const RunOutcome& outcome)
{
    if (outcome.replicates.size() < 2) {
        return "\nOne replicate: its Monte-Carlo error is not known; --replicates 4 shows it.\n";
    }
    std::string text = fmt::format(
        "\nMeans over {} replicates; ± is the Monte-Carlo standard error of the mean.\nIt shrinks "
        "with more replicates and says nothing about how sure the assumptions are.\n",
        outcome.replicates.size());
    if (is_uncertain(plan)) {
        text += interval_title(plan, outcome).empty()
                    ? "There is no forecast interval: it takes two pairs of replicates.\n"
                    : "The forecast interval says that: each pair of replicates has levels of "
                      "fertility, mortality,\nexternal flows and mobility of its own, and shocks "
                      "year by year. ± is taken within pairs.\n";
        if (outcome.replicates.size() % 2 == 1) {
            text += "In the lists of flows and stocks the last replicate, which has no partner, "
                    "is left out.\n";
        }
    }
    return text;
}

std::string fit_text(const FitReport& fit)
{
    if (fit.lines.empty()) {
        return "";
    }
    const std::string text = fit.text();
    return std::string("\nHow well the people made fit their margins") +
           (fit.misses_exact() ? ": one that is to be exact is missed; please report\n" : "\n") +
           text + (text.ends_with('\n') ? "" : "\n");
}

}  // namespace

std::string summary_text(const Plan& plan, const RunOutcome& outcome, bool with_fit)
{
    std::string text = head_text(plan, outcome);
    if (outcome.replicates.empty()) {
        return text;
    }
    text += region_table(plan, outcome);
    text += flows_text(plan, outcome) + stocks_text(plan, outcome) + error_note(plan, outcome);
    return with_fit || outcome.fit.misses_exact() ? text + fit_text(outcome.fit) : text;
}

}  // namespace qonys::app
