#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "commands.hpp"
#include "evidence_text.hpp"
#include "json.hpp"
#include "loading.hpp"
#include "places.hpp"
#include "qonys/core/hint.hpp"
#include "qonys/output/text_file.hpp"
#include "stopwatch.hpp"
#include "text.hpp"

namespace qonys::app {
namespace {

namespace fs = std::filesystem;

/// Cases that --only names, in the order of the file; all without it.
std::vector<EvidenceCase> chosen_cases(const EvidenceFile& file, const Options& options)
{
    std::vector<std::string> ids;
    for (const EvidenceCase& one : file.cases) {
        ids.push_back(one.id);
    }
    for (const std::string& id : options.only) {
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
            refuse("--only", fmt::format("there is no case '{}' in {}", id, options.cases),
                   "nothing would be run for it", did_you_mean(id, ids, "see the ids in the file"));
        }
    }
    std::vector<EvidenceCase> chosen = file.cases;
    std::erase_if(chosen, [&](const EvidenceCase& one) {
        return !options.only.empty() &&
               std::find(options.only.begin(), options.only.end(), one.id) == options.only.end();
    });
    return chosen;
}

/// What the command line says goes before what the case says.
Options options_of(const EvidenceCase& one, const Options& options)
{
    Options own = options;
    own.sets.push_back(fmt::format("run.end={}", one.end.text()));
    own.scale = options.scale.value_or(one.scale);
    own.replicates = options.replicates.value_or(one.replicates);
    return own;
}

std::vector<PlannedCase> plan_cases(std::span<const EvidenceCase> cases, const Options& options,
                                    const ModelCatalogue& catalogue)
{
    const std::string& file = options.files.front();
    const std::string name = fs::path(file).stem().string();
    std::vector<PlannedCase> planned;
    std::vector<Problem> problems;
    for (const EvidenceCase& one : cases) {
        try {
            const Document scenario = load_document(file, options_of(one, options));
            planned.push_back(plan_case(one, scenario, name, catalogue));
        } catch (const InputError& error) {
            problems.insert(problems.end(), error.problems().begin(), error.problems().end());
        }
    }
    if (!problems.empty()) {
        throw InputError(std::move(problems));
    }
    return planned;
}

void check_request(const Options& options)
{
    if (options.cases.empty()) {
        refuse("evidence", "--cases is missing", "what is expected stands in a file",
               "name it: --cases scenarios/kz/evidence.toml");
    }
    if (options.replicates.value_or(2) < 2) {
        refuse("--replicates", fmt::format("{} is too few", *options.replicates),
               "one pair has no interval", "give 2 or more");
    }
}

}  // namespace

int evidence(const Options& options, const ModelCatalogue& catalogue)
{
    check_request(options);
    const Stopwatch watch;
    const LoadedPlan loaded = load_scenario(options.files.front(), options, catalogue);
    const EvidenceFile file = read_evidence(Document::load(options.cases), loaded.plan);
    const std::vector<EvidenceCase> cases = chosen_cases(file, options);
    const fs::path out = options.out.empty()
                             ? fs::path("results") / (loaded.plan.scenario.name + "-evidence.csv")
                             : fs::path(options.out);
    Places places;
    places.results = out;
    claim(places, options.force);
    const std::vector<PlannedCase> planned = plan_cases(cases, options, catalogue);
    std::size_t num_done = 0;
    const auto done = [&](std::size_t number) {
        if (!options.quiet && !options.json) {
            fmt::print(stderr, "{} of {} cases after {}: {}\n", ++num_done, planned.size(),
                       duration_text(watch.seconds()), planned[number].what.id);
        }
    };
    const EvidenceTable table{
        planned, run_evidence(planned, Threads(options.threads), done),
        options.only.empty() ? file.without_lever : std::vector<WithoutLever>{}};
    write_text_file(out, csv_text(table));
    if (options.json) {
        fmt::print("{}\n", json_of(table, {out.string(), watch.seconds()}).text());
    } else if (!options.quiet) {
        fmt::print("{}\nTable: {}\n", screen_text(table), out.string());
    }
    return exit_done;
}

}  // namespace qonys::app
