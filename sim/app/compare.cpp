#include <fmt/format.h>

#include "commands.hpp"
#include "json.hpp"
#include "qonys/core/version.hpp"
#include "qonys/run/comparison.hpp"
#include "qonys/run/target_comparison.hpp"
#include "text.hpp"

namespace qonys::app {
namespace {

using Align = TextTable::Align;

std::string_view words(Verdict verdict)
{
    switch (verdict) {
        case Verdict::same:
            return "the same";
        case Verdict::within_noise:
            return "within noise";
        case Verdict::differs:
            return "differs";
        case Verdict::not_known:
            break;
    }
    return "";
}

std::string signed_text(double value) { return (value > 0.0 ? "+" : "") + number_text(value); }

TextTable empty_table()
{
    return TextTable({Align::left, Align::left, Align::right, Align::right, Align::right,
                      Align::left, Align::left, Align::left});
}

void add_head(const std::string& first, TextTable& table)
{
    table.add({first, "", "A", "B", "B - A", "95 % interval", "variance", ""});
}

std::string interval_text(const PairedDifference& number)
{
    if (!number.interval || number.verdict == Verdict::same) {
        return "-";
    }
    return fmt::format("{} to {}", signed_text(number.interval->low),
                       signed_text(number.interval->high));
}

void add_number(const std::string& name, const std::string& what, const PairedDifference& number,
                TextTable& table)
{
    const std::string ratio =
        number.variance_ratio ? fmt::format("{:.2g}", *number.variance_ratio) : "-";
    table.add({name, what, number_text(number.mean_a), number_text(number.mean_b),
               signed_text(number.difference), interval_text(number), ratio,
               std::string(words(number.verdict))});
}

std::string what_text(const TallySpec& spec)
{
    return fmt::format("{}, {}", spec.measurement == Measurement::flow ? "total" : "at the end",
                       spec.unit);
}

/// "KZ-10 female": codes of a cell, first axis first.
std::string cell_name(const TallySpec& spec, std::size_t cell)
{
    std::string name;
    for (auto axis = spec.axes.rbegin(); axis != spec.axes.rend(); ++axis) {
        name = axis->codes()[cell % axis->size()] + (name.empty() ? "" : " " + name);
        cell /= axis->size();
    }
    return name;
}

std::string indicators_text(const Comparison& comparison)
{
    TextTable table = empty_table();
    add_head("indicator", table);
    for (const IndicatorComparison& indicator : comparison.indicators) {
        add_number(indicator.spec.name, what_text(indicator.spec), indicator.whole, table);
    }
    return table.text();
}

std::string cells_text(const IndicatorComparison& indicator)
{
    TextTable table = empty_table();
    add_head(fmt::format("{}, {}", indicator.spec.name, what_text(indicator.spec)), table);
    for (std::size_t cell = 0; cell < indicator.cells.size() && !indicator.spec.axes.empty();
         ++cell) {
        add_number(cell_name(indicator.spec, cell), "", indicator.cells[cell], table);
    }
    add_number("all", "", indicator.whole, table);
    return table.text();
}

std::string head_text(const std::string& letter, const std::string& file, const RunRecord& record)
{
    return fmt::format("{}: {} ({}, scale {})\n", letter, file,
                       record.scenario.title.empty() ? record.scenario.name : record.scenario.title,
                       record.scenario.scale);
}

/// What a reader must know before he believes the table.
std::string notes_text(const Comparison& comparison, bool by_cell)
{
    const std::size_t pairs = comparison.replicates.size();
    std::string text;
    if (pairs == 1) {
        text +=
            "One replicate gives a difference without an interval: whether it is more than noise "
            "cannot be told.\n";
    } else if (pairs > 1) {
        text += fmt::format(
            "Paired over {} replicates with common draws. The interval is Monte-Carlo "
            "error, not a forecast.\n'variance' is that of the paired difference "
            "relative to independent seeds.\n",
            pairs);
    }
    if (by_cell && pairs > 1) {
        text += "Of twenty cells without any effect, one is expected to differ by chance.\n";
    }
    if (comparison.num_unpaired > 0) {
        text += fmt::format(
            "{} without a partner left out.\n",
            count_text(static_cast<std::int64_t>(comparison.num_unpaired), "replicate"));
    }
    if (comparison.a.scenario.scale != comparison.b.scenario.scale) {
        text += "The scales differ: part of the difference is sampling.\n";
    }
    const auto list = [&](const char* where, const std::vector<std::string>& names) {
        if (!names.empty()) {
            text += fmt::format("Only in {}: {}\n", where, fmt::join(names, ", "));
        }
    };
    list("A", comparison.only_in_a);
    list("B", comparison.only_in_b);
    return text;
}

Json json_of(const PairedDifference& number)
{
    const bool has_interval = number.interval.has_value();
    return Json::object(
        {{"a", number.mean_a},
         {"b", number.mean_b},
         {"difference", number.difference},
         {"low", has_interval ? Json(number.interval->low) : Json::null()},
         {"high", has_interval ? Json(number.interval->high) : Json::null()},
         {"variance_ratio", number.variance_ratio ? Json(*number.variance_ratio) : Json::null()},
         {"verdict",
          number.verdict == Verdict::not_known ? Json::null() : Json(words(number.verdict))}});
}

Json json_of(const IndicatorComparison& indicator, bool by_cell)
{
    std::vector<Json::Member> members{{"name", indicator.spec.name},
                                      {"unit", indicator.spec.unit},
                                      {"whole", json_of(indicator.whole)}};
    if (by_cell) {
        std::vector<Json> cells;
        for (std::size_t cell = 0; cell < indicator.cells.size(); ++cell) {
            cells.push_back(Json::object({{"cell", cell_name(indicator.spec, cell)},
                                          {"number", json_of(indicator.cells[cell])}}));
        }
        members.emplace_back("cells", Json::array(cells));
    }
    return Json::object(members);
}

void add_year(const TargetComparison& target, const TargetYear& year, TextTable& table)
{
    const TargetValues::One& indicator = target.indicator;
    const std::string name =
        &year == &target.years.front() ? indicator.id + " " + indicator.name : "";
    const std::string what = fmt::format("{}, {}", year.year, indicator.unit);
    if (year.difference) {
        add_number(name, what, *year.difference, table);
    } else {
        table.add({name, what, "-", "-", "-", "-", "-", "not known"});
    }
}

/// Target indicators by year; empty where the runs have none.
std::string targets_text(const std::vector<TargetComparison>& targets)
{
    if (targets.empty()) {
        return "";
    }
    TextTable table = empty_table();
    add_head("target indicator", table);
    for (const TargetComparison& target : targets) {
        for (const TargetYear& year : target.years) {
            add_year(target, year, table);
        }
        for (const TargetYear& year : target.years) {
            if (year.met_a && year.met_b) {
                table.add({"",
                           fmt::format("target of {}: {} {}", year.year, target.indicator.met,
                                       number_text(*target.indicator.target)),
                           fmt::format("{:.0f} %", 100.0 * *year.met_a),
                           fmt::format("{:.0f} %", 100.0 * *year.met_b), "", "", "",
                           "of the replicates meet it"});
            }
        }
    }
    return table.text() + "\n";
}

Json json_of(const std::vector<TargetComparison>& targets)
{
    std::vector<Json> list;
    for (const TargetComparison& target : targets) {
        std::vector<Json> years;
        for (const TargetYear& year : target.years) {
            years.push_back(Json::object(
                {{"year", year.year},
                 {"number", year.difference ? json_of(*year.difference) : Json::null()},
                 {"met_a", year.met_a ? Json(*year.met_a) : Json::null()},
                 {"met_b", year.met_b ? Json(*year.met_b) : Json::null()}}));
        }
        list.push_back(Json::object({{"id", target.indicator.id},
                                     {"name", target.indicator.name},
                                     {"unit", target.indicator.unit},
                                     {"years", Json::array(years)}}));
    }
    return Json::array(list);
}

Json json_of(const Comparison& comparison, const std::vector<TargetComparison>& targets,
             bool by_cell)
{
    std::vector<Json> indicators;
    for (const IndicatorComparison& indicator : comparison.indicators) {
        indicators.push_back(json_of(indicator, by_cell));
    }
    return Json::object({{"command", "compare"},
                         {"status", "done"},
                         {"exit_code", exit_done},
                         {"version", version()},
                         {"hash_a", comparison.a.result_hash},
                         {"hash_b", comparison.b.result_hash},
                         {"pairs", comparison.replicates.size()},
                         {"indicators", Json::array(indicators)},
                         {"target_indicators", json_of(targets)}});
}

}  // namespace

int compare(const Options& options)
{
    const std::string& file_a = options.files[0];
    const std::string& file_b = options.files[1];
    const ResultsFile a(file_a);
    const ResultsFile b(file_b);
    const bool by_cell = !options.indicator.empty();
    const Comparison comparison =
        compare_results(a, b, fmt::format("{} and {}", file_a, file_b), options.indicator);
    const std::vector<TargetComparison> targets =
        by_cell ? std::vector<TargetComparison>{}
                : compare_targets(a.targets(), b.targets(), comparison.replicates);
    if (options.json) {
        fmt::print("{}\n", json_of(comparison, targets, by_cell).text());
        return exit_done;
    }
    fmt::print("{}{}\n{}{}\n{}", head_text("A", file_a, comparison.a),
               head_text("B", file_b, comparison.b), targets_text(targets),
               by_cell ? cells_text(comparison.indicators.front()) : indicators_text(comparison),
               notes_text(comparison, by_cell));
    return exit_done;
}

}  // namespace qonys::app
