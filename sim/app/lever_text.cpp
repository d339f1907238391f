#include "lever_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "description.hpp"
#include "options.hpp"
#include "qonys/core/name.hpp"

namespace qonys::app {
namespace {

using Align = TextTable::Align;

/// So many cells are still read one by one.
constexpr std::size_t few_cells = 8;
constexpr const char* region_axis = "region";

std::string axes_text(const std::vector<Axis>& axes)
{
    std::vector<std::string> words;
    for (const Axis& axis : axes) {
        words.push_back(fmt::format("{} ({})", axis.name(), axis.size()));
    }
    return words.empty() ? "one value" : fmt::format("by {}", fmt::join(words, " and "));
}

/// "2023" for a January, "2023-07" for another month.
std::string day_text(Month month)
{
    return month.month_of_year() == 1 ? fmt::format("{}", month.year()) : month.text();
}

/// From one step to the last month before the next.
std::string span_text(Month from, Month next)
{
    const Month last = next - 1;
    const bool whole_years = from.month_of_year() == 1 && next.month_of_year() == 1;
    if (from == last || (whole_years && from.year() == last.year())) {
        return day_text(from);
    }
    return whole_years ? fmt::format("{}-{}", from.year(), last.year())
                       : fmt::format("{} to {}", from.text(), last.text());
}

/// Codes of a cell, "KZ-55 cat1".
std::string cell_text(const std::vector<Axis>& axes, std::size_t cell)
{
    std::vector<std::string> codes(axes.size());
    for (std::size_t i = axes.size(); i-- > 0;) {
        codes[i] = axes[i].codes()[cell % axes[i].size()];
        cell /= axes[i].size();
    }
    return codes.empty() ? "value" : fmt::format("{}", fmt::join(codes, " "));
}

std::vector<std::string> row_of(const std::string& name, const std::vector<LeverPeriod>& periods,
                                const auto& text_of)
{
    std::vector<std::string> row{name};
    for (const LeverPeriod& period : periods) {
        row.push_back(text_of(*period.values));
    }
    return row;
}

std::string range_text(const std::vector<double>& values)
{
    const auto [low, high] = std::ranges::minmax_element(values);
    return *low == *high ? number_text(*low)
                         : fmt::format("{} to {}", number_text(*low), number_text(*high));
}

/// Cells that are worth a row of their own: all where there are few, else those of the region.
std::vector<std::size_t> shown_cells(const LeverSpec& lever, const std::string& region)
{
    std::vector<std::size_t> cells;
    for (std::size_t cell = 0; cell < lever.num_cells(); ++cell) {
        const std::string codes = " " + cell_text(lever.axes, cell) + " ";
        const bool is_there = !region.empty() && codes.find(" " + region + " ") != codes.npos;
        if (lever.num_cells() <= few_cells || is_there) {
            cells.push_back(cell);
        }
    }
    return cells;
}

std::string path_table(const LeverSpec& lever, const std::string& region)
{
    const std::vector<LeverPeriod> periods = periods_of(lever);
    std::vector<Align> columns(periods.size() + 1, Align::right);
    columns.front() = Align::left;
    TextTable table(columns);
    std::vector<std::string> head{"default"};
    for (const LeverPeriod& period : periods) {
        head.push_back(period.label);
    }
    table.add(head);
    if (lever.num_cells() > 1 && lever.additive) {
        table.add(row_of("sum", periods, [](const std::vector<double>& values) {
            return number_text(std::accumulate(values.begin(), values.end(), 0.0));
        }));
    }
    const std::vector<std::size_t> cells = shown_cells(lever, region);
    if (lever.num_cells() > few_cells) {
        table.add(row_of("least to most", periods, range_text));
    }
    for (const std::size_t cell : cells) {
        table.add(row_of(cell_text(lever.axes, cell), periods,
                         [cell](const auto& values) { return number_text(values[cell]); }));
    }
    return table.text(6);
}

std::string lever_text(const LeverSpec& lever, const Plan& plan, const std::string& region)
{
    std::string text =
        fmt::format("  {} [{}], {}, legal {}\n    {}\n", lever.name, or_dash(lever.unit),
                    axes_text(lever.axes), lever.bounds.text(), lever.description);
    if (const ReadParameter* parameter = parameter_of(lever, plan)) {
        const bool in_file = lever.source.starts_with("data/");
        text += fmt::format("    source: {}{}; year {}; grade {}\n",
                            in_file ? lever.source + ", " : "", source_text(*parameter),
                            or_dash(parameter->provenance.year), grade_text(*parameter));
    } else {
        text += fmt::format("    source: no figure of the world, the default changes nothing ({})\n",
                            or_dash(lever.source));
    }
    return text + path_table(lever, region);
}

void check_region(const Registry& registry, const std::string& region)
{
    std::vector<std::string> known;
    for (const LeverSpec& lever : registry.levers().specs()) {
        for (const Axis& axis : lever.axes) {
            if (axis.name() == region_axis) {
                known = axis.codes();
            }
        }
    }
    if (std::ranges::find(known, region) == known.end()) {
        const std::string nearest = nearest_name(region, known);
        refuse("--region", fmt::format("no lever has a region '{}'", region), "",
               nearest.empty() ? "see 'qonys describe --json' for codes"
                               : fmt::format("did you mean '{}'?", nearest));
    }
}

}  // namespace

const ReadParameter* parameter_of(const LeverSpec& lever, const Plan& plan)
{
    const std::string& key = lever.key.empty() ? lever.name : lever.key;
    const auto found = std::ranges::find(plan.parameters, key, &ReadParameter::key);
    return found == plan.parameters.end() ? nullptr : &*found;
}

std::vector<LeverPeriod> periods_of(const LeverSpec& lever)
{
    std::vector<LeverPeriod> periods;
    for (const LeverStep& step : lever.path) {
        if (periods.empty() || *periods.back().values != step.values) {
            periods.push_back({step.from, {}, &step.values});
        }
    }
    for (std::size_t i = 0; i + 1 < periods.size(); ++i) {
        periods[i].label = span_text(periods[i].from, periods[i + 1].from);
    }
    periods.back().label =
        periods.size() == 1 ? "always" : "from " + day_text(periods.back().from);
    return periods;
}

std::string levers_section(const Registry& registry, const Plan& plan, const std::string& region)
{
    if (!region.empty()) {
        check_region(registry, region);
    }
    std::string text = "\nLevers: name, unit, axes, legal values; meaning; source; default path\n";
    for (const LeverSpec& lever : registry.levers().specs()) {
        text += lever_text(lever, plan, region);
    }
    return registry.levers().specs().empty()
               ? text + "  no lever: policy changes nothing in this model\n"
               : text;
}

}  // namespace qonys::app
