#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "commands.hpp"
#include "loading.hpp"
#include "places.hpp"
#include "qonys/core/hint.hpp"
#include "qonys/core/version.hpp"
#include "qonys/output/text_file.hpp"
#include "qonys/run/attribution.hpp"
#include "row_fields.hpp"
#include "stopwatch.hpp"
#include "text.hpp"

namespace qonys::app {
namespace {

namespace fs = std::filesystem;
using Align = TextTable::Align;

constexpr std::int64_t usual_most_pairs = 20;
constexpr std::int64_t usual_fewest_pairs = 4;

/// Measures that --only names, in the order of the catalogue; all without it.
std::vector<std::string> chosen_ids(const Catalogue& catalogue, const Options& options)
{
    std::vector<std::string> ids;
    for (const CatalogueMeasure& measure : catalogue.measures.all) {
        ids.push_back(measure.id);
    }
    for (const std::string& id : options.only) {
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
            refuse("--only", fmt::format("the catalogue has no measure '{}'", id),
                   "nothing would be run for it", did_you_mean(id, ids, "see the ids in its file"));
        }
    }
    std::erase_if(ids, [&](const std::string& id) {
        return !options.only.empty() &&
               std::find(options.only.begin(), options.only.end(), id) == options.only.end();
    });
    return ids;
}

AttributionRequest request_of(const Plan& plan, const Options& options)
{
    if (plan.catalogue == nullptr) {
        refuse("attribute", "the scenario has no [catalogue]", "measures are taken from it",
               "name its files, as scenarios/kz/base.toml does");
    }
    AttributionRequest request;
    request.ids = chosen_ids(*plan.catalogue, options);
    request.most_pairs = options.replicates.value_or(usual_most_pairs);
    request.fewest_pairs = std::min(usual_fewest_pairs, request.most_pairs);
    request.half_width = options.half_width.value_or(request.half_width);
    return request;
}

std::string share_text(const PairedDifference& difference, double value)
{
    return difference.mean_a == 0.0 ? ""
                                    : fmt::format("{:+.2g} %", 100.0 * value / difference.mean_a);
}

/// "+1,200 (+800 to +1,600)"
std::string effect_text(const std::optional<PairedDifference>& difference)
{
    if (!difference) {
        return "not known";
    }
    if (difference->verdict == Verdict::same) {
        return "0, exactly";
    }
    const auto signed_text = [](double value) {
        return (value > 0.0 ? "+" : "") + number_text(value);
    };
    if (!difference->interval) {
        return signed_text(difference->difference);
    }
    return fmt::format("{} ({} to {})", signed_text(difference->difference),
                       signed_text(difference->interval->low),
                       signed_text(difference->interval->high));
}

std::string verdict_text(const AloneEffect& effect, const CatalogueMeasure& measure)
{
    if (measure.changes.empty()) {
        return "no effect expected: " + measure.why_no_effect;
    }
    if (!effect.outcome) {
        return "its outcome is not known in some year";
    }
    switch (effect.outcome->verdict) {
        case Verdict::same:
            return "changes nothing that its outcome counts";
        case Verdict::within_noise:
            return effect.is_sharp ? "within noise" : "within noise, interval too wide";
        case Verdict::differs:
            return effect.is_sharp ? "differs" : "differs, interval wider than asked for";
        case Verdict::not_known:
            break;
    }
    return "one pair has no interval";
}

std::string screen_text(const Catalogue& catalogue, const std::vector<AloneEffect>& effects)
{
    TextTable table({Align::left, Align::left, Align::right, Align::right, Align::right,
                     Align::right, Align::left});
    table.add({"measure", "its outcome, a year", "without", "effect, 95 % interval", "share",
               "cost, million KZT a year", "verdict"});
    for (const AloneEffect& effect : effects) {
        const CatalogueMeasure& measure = *catalogue.measures.find(effect.id);
        std::optional<PairedDifference> cost = effect.cost;
        if (cost) {
            constexpr double million = 1e6;
            cost->difference /= million;
            if (cost->interval) {
                cost->interval = {cost->interval->low / million, cost->interval->high / million};
            }
        }
        const bool is_known = effect.outcome.has_value();
        table.add({effect.id + " " + measure.name.en,
                   fmt::format("{} [{}]", measure.outcome_name,
                               measure.outcome ? measure.outcome->unit : ""),
                   is_known ? number_text(effect.outcome->mean_a) : "-",
                   effect_text(effect.outcome),
                   is_known ? share_text(*effect.outcome, effect.outcome->difference) : "",
                   measure.cost ? effect_text(cost) : "not known", verdict_text(effect, measure)});
    }
    return table.text() +
           "Each measure alone against none, paired with common draws; means over the years in "
           "which it "
           "holds.\nIntervals are Monte-Carlo error, not a forecast.\n";
}

void add_difference(const char* const (&names)[5],
                    const std::optional<PairedDifference>& difference, Row& row)
{
    const bool is_known = difference.has_value();
    const bool has_interval = is_known && difference->interval.has_value();
    row.push_back(is_known ? number(names[0], difference->mean_a) : nothing(names[0]));
    row.push_back(is_known ? number(names[1], difference->mean_b) : nothing(names[1]));
    row.push_back(is_known ? number(names[2], difference->difference) : nothing(names[2]));
    row.push_back(has_interval ? number(names[3], difference->interval->low) : nothing(names[3]));
    row.push_back(has_interval ? number(names[4], difference->interval->high) : nothing(names[4]));
}

std::vector<Row> rows_of(const Catalogue& catalogue, const std::vector<AloneEffect>& effects,
                         double scale)
{
    std::vector<Row> rows;
    for (const AloneEffect& effect : effects) {
        const CatalogueMeasure& measure = *catalogue.measures.find(effect.id);
        Row row{word("measure", effect.id),
                word("name", measure.name.en),
                word("direction", measure.direction),
                word("outcome", measure.outcome_name),
                word("unit", measure.outcome ? measure.outcome->unit : ""),
                number("scale", scale),
                number("pairs", static_cast<double>(effect.pairs))};
        add_difference({"without", "with", "effect", "low", "high"}, effect.outcome, row);
        add_difference({"cost_without", "cost_with", "cost", "cost_low", "cost_high"}, effect.cost,
                       row);
        row.push_back(flag("sharp", effect.is_sharp));
        row.push_back(word("verdict", verdict_text(effect, measure)));
        row.push_back(word("grade", measure.grade));
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

int attribute(const Options& options, const ModelCatalogue& models)
{
    const Stopwatch watch;
    const LoadedPlan loaded = load_scenario(options.files.front(), options, models);
    const AttributionRequest request = request_of(loaded.plan, options);
    const Catalogue& catalogue = *loaded.plan.catalogue;
    Places places;
    places.results = options.out.empty()
                         ? fs::path("results") / (loaded.plan.scenario.name + "-attribution.csv")
                         : fs::path(options.out);
    claim(places, options.force);
    const auto done = [&](std::size_t number) {
        if (!options.quiet && !options.json) {
            fmt::print(stderr, "{} of {} measures after {}: {}\n", number + 1, request.ids.size(),
                       duration_text(watch.seconds()), request.ids[number]);
        }
    };
    const std::vector<AloneEffect> effects =
        attribute_alone(loaded.plan, request, Threads(options.threads), done);
    const std::vector<Row> rows = rows_of(catalogue, effects, loaded.plan.scenario.scale);
    write_text_file(places.results, csv_text(rows));
    if (options.json) {
        fmt::print("{}\n", Json::object({{"command", "attribute"},
                                         {"status", "done"},
                                         {"exit_code", exit_done},
                                         {"version", version()},
                                         {"git_commit", git_commit()},
                                         {"seconds", watch.seconds()},
                                         {"rows", json_of(rows)},
                                         {"files", Json::array({Json(places.results.string())})}})
                               .text());
    } else if (!options.quiet) {
        fmt::print("{}\nTable: {}\n", screen_text(catalogue, effects), places.results.string());
    }
    return exit_done;
}

}  // namespace qonys::app
