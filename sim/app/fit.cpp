#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "commands.hpp"
#include "json.hpp"
#include "loading.hpp"
#include "qonys/core/version.hpp"
#include "qonys/run/fitting.hpp"

namespace qonys::app {
namespace {

namespace fs = std::filesystem;

/// Under a name of its own first: nothing half-written ever has the final one.
void write_whole(const fs::path& file, const std::string& text)
{
    const fs::path partial = file.string() + ".partial";
    std::ofstream out(partial, std::ios::binary);
    out << text;
    out.close();
    if (!out) {
        throw DataError(file.string(), "cannot be written", "the disk or folder refuses",
                        "choose another --out");
    }
    fs::rename(partial, file);
}

}  // namespace

int fit(const Options& options, const ModelCatalogue& catalogue)
{
    if (options.as_of.empty()) {
        refuse("fit", "--as-of is missing", "a fit must say what it knew",
               "name the last day whose figures it may use: --as-of 2024-12-31");
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
    write_whole(options.out, outcome.file_text);
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
