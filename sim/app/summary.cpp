#include "summary.hpp"

#include <fmt/format.h>

#include <numeric>
#include <vector>

#include "qonys/run/comparison.hpp"
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
Estimate over_replicates(const RunOutcome& outcome, std::size_t indicator, Which which,
                         double scale)
{
    std::vector<double> values;
    for (const ReplicateResult& result : outcome.replicates) {
        const Series& series = result.series[indicator];
        const std::size_t periods = series.times.size();
        const std::size_t first = which == Which::last ? periods - 1 : 0;
        const std::size_t last = which == Which::first ? 1 : periods;
        values.push_back(sum_of(series, first, last, scale));
    }
    return estimate(values);
}

std::vector<std::string> words_of(const Estimate& value)
{
    return {number_text(value.mean),
            value.standard_error ? "± " + number_text(*value.standard_error) : ""};
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
    TextTable table({Align::left, Align::right, Align::right, Align::left});
    const std::vector<Series>& all = outcome.replicates.front().series;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].spec.measurement == Measurement::flow) {
            const auto total =
                words_of(over_replicates(outcome, i, Which::total, plan.scenario.scale));
            table.add({all[i].spec.name, total[0], total[1], all[i].spec.unit});
        }
    }
    return table.empty() ? "" : "\nFlows, total over the run\n" + table.text();
}

std::string stocks_text(const Plan& plan, const RunOutcome& outcome)
{
    TextTable table(
        {Align::left, Align::right, Align::left, Align::right, Align::right, Align::left});
    const std::vector<Series>& all = outcome.replicates.front().series;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].spec.measurement == Measurement::stock && !all[i].times.empty()) {
            const double scale = plan.scenario.scale;
            const auto first = words_of(over_replicates(outcome, i, Which::first, scale));
            const auto last = words_of(over_replicates(outcome, i, Which::last, scale));
            table.add({all[i].spec.name, first[0], "->", last[0], last[1], all[i].spec.unit});
        }
    }
    return table.empty() ? "" : "\nStocks, before the first month -> at the end\n" + table.text();
}

std::string error_note(const Plan& plan, const RunOutcome& outcome)
{
    if (outcome.replicates.size() < 2) {
        return "";
    }
    std::string text = fmt::format(
        "\nMeans over {} replicates; ± is the Monte-Carlo standard error of the mean.\nIt shrinks "
        "with more replicates and says nothing about how sure the assumptions are.\n",
        outcome.replicates.size());
    if (is_uncertain(plan)) {
        text +=
            "The forecast interval says that: each pair of replicates has levels of fertility, "
            "mortality,\nexternal flows and mobility of its own, and shocks year by year. In the "
            "lists of flows and\nstocks ± holds both.\n";
    }
    return text;
}

std::string fit_text(const FitReport& fit)
{
    if (fit.lines.empty()) {
        return "";
    }
    const std::string text = fit.text();
    return "\nHow well the people made fit their margins\n" + text +
           (text.ends_with('\n') ? "" : "\n");
}

}  // namespace

std::string summary_text(const Plan& plan, const RunOutcome& outcome)
{
    std::string text = head_text(plan, outcome);
    if (outcome.replicates.empty()) {
        return text;
    }
    text += region_table(plan, outcome);
    text += flows_text(plan, outcome) + stocks_text(plan, outcome) + error_note(plan, outcome);
    return text + fit_text(outcome.fit);
}

}  // namespace qonys::app
