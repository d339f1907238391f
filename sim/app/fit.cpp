#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "commands.hpp"
#include "json.hpp"
#include "loading.hpp"
#include "qonys/core/version.hpp"
#include "qonys/output/text_file.hpp"
#include "qonys/run/fitting.hpp"

namespace qonys::app {
namespace {

namespace fs = std::filesystem;

/// Whether there is such a day: "2024-12-31".
bool is_calendar_day(const std::string& text)
{
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    int length = 0;
    const bool has_form = text.size() == 10 && text.find_first_not_of("-0123456789") == text.npos;
    if (!has_form ||
        std::sscanf(text.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &length) != 3 ||
        length != 10) {
        return false;
    }
    return std::chrono::year_month_day{std::chrono::year(year), std::chrono::month(month),
                                       std::chrono::day(day)}
        .ok();
}

}  // namespace

int fit(const Options& options, const ModelCatalogue& catalogue)
{
    if (options.as_of.empty()) {
        refuse("fit", "--as-of is missing", "a fit must say what it knew",
               "name the last day whose figures it may use: --as-of 2024-12-31");
    }
    if (!is_calendar_day(options.as_of)) {
        refuse("--as-of", fmt::format("'{}' is not a day of the calendar", options.as_of),
               "figures known by that day are used", "write it as 2024-12-31");
    }
    if (options.out.empty()) {
        refuse("fit", "--out is missing", "the result is a file", "name it: --out FILE");
    }
    if (fs::exists(options.out) && !options.force) {
        refuse("--out", fmt::format("'{}' is there already", options.out),
               "nothing is overwritten unasked", "choose another name, or add --force");
    }
    const std::string& scenario = options.files.front();
    const LoadedPlan loaded = load_scenario(scenario, options, catalogue);
    const Threads threads(options.threads);
    const FitOutcome outcome = loaded.plan.model->fit(
        {loaded.plan, fs::absolute(scenario).parent_path(), options.as_of, threads});
    write_text_file(options.out, outcome.file_text);
    if (options.json) {
        fmt::print("{}\n", Json::object({{"command", "fit"},
                                         {"status", "done"},
                                         {"exit_code", exit_done},
                                         {"version", version()},
                                         {"scenario_digest", loaded.plan.digest},
                                         {"as_of", options.as_of},
                                         {"files", Json::array({Json(options.out)})}})
                               .text());
    } else if (!options.quiet) {
        fmt::print("{}\n{}\n", outcome.report, options.out);
    }
    return exit_done;
}

}  // namespace qonys::app
