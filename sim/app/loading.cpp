#include "loading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "qonys/run/ensemble.hpp"
#include "stopwatch.hpp"

namespace qonys::app {
namespace {

namespace fs = std::filesystem;

/// Changes in the order given, so that the last one holds; the short options come after --set.
std::vector<Override> overrides_of(const Options& options)
{
    std::vector<Override> overrides;
    std::vector<Problem> problems;
    for (const std::string& text : options.sets) {
        try {
            overrides.push_back(Override::parse(text));
        } catch (const InputError& error) {
            problems.insert(problems.end(), error.problems().begin(), error.problems().end());
        }
    }
    if (!problems.empty()) {
        throw InputError(std::move(problems));
    }
    if (options.seed) {
        overrides.push_back({"run.seed", fmt::format("{}", *options.seed)});
    }
    if (options.replicates) {
        overrides.push_back({"run.replicates", fmt::format("{}", *options.replicates)});
    }
    if (options.scale) {
        overrides.push_back({"population.scale", fmt::format("{}", *options.scale)});
    }
    return overrides;
}

/// Absolute folders that relative paths of a scenario may start from, the scenario's own first.
std::vector<fs::path> folders_of(const Document& document, const Options& options)
{
    std::vector<fs::path> folders;
    const auto add = [&](const fs::path& folder) {
        if (std::find(folders.begin(), folders.end(), folder) == folders.end()) {
            folders.push_back(folder);
        }
    };
    for (const fs::path& file : document.files()) {
        add(fs::absolute(file).lexically_normal().parent_path());
    }
    if (!options.sets.empty()) {
        add(fs::current_path());
    }
    return folders;
}

bool leads_to(const fs::path& folder, const Plan& plan, const ModelCatalogue& catalogue)
{
    try {
        const Document again = Document::parse(plan.scenario_text, plan.scenario.name, folder);
        return Plan::read(again, plan.scenario.name, catalogue).digest == plan.digest;
    } catch (const InputError&) {
        return false;
    }
}

/// The canonical text keeps paths as they were written, each relative to the file that names it.
/// When a scenario extends one elsewhere, the folder that a checkpoint starts from must be found by
/// trying.
std::string folder_of(const Document& document, const Plan& plan, const Options& options,
                      const ModelCatalogue& catalogue)
{
    const std::vector<fs::path> folders = folders_of(document, options);
    if (folders.size() == 1 || plan.inputs.empty()) {
        return folders.front().string();
    }
    const auto found = std::find_if(folders.begin(), folders.end(), [&](const fs::path& folder) {
        return leads_to(folder, plan, catalogue);
    });
    return found == folders.end() ? "" : found->string();
}

void refuse_single_ensemble(const Options& options)
{
    if (options.replicates && *options.replicates < fewest_of_an_ensemble) {
        throw InputError(line_problem(
            "--replicates", fmt::format("{} is too few for an ensemble", *options.replicates),
            "one replicate has no Monte-Carlo error", "give 2 or more, or use 'qonys run'"));
    }
}

/// Whether the user has said himself if the forecast is left open.
bool decides_on_forecast(const Options& options)
{
    return std::any_of(options.sets.begin(), options.sets.end(), [](const std::string& set) {
        return set.starts_with("forecast.uncertain=");
    });
}

}  // namespace

Document load_document(const std::string& file, const Options& options)
{
    return Document::load(file, overrides_of(options));
}

LoadedPlan load_scenario(const std::string& file, const Options& options,
                         const ModelCatalogue& catalogue)
{
    const Stopwatch watch;
    const bool is_ensemble = options.command == Command::ensemble;
    if (is_ensemble) {
        refuse_single_ensemble(options);
    }
    const std::string name = fs::path(file).stem().string();
    Document document = Document::load(file, overrides_of(options));
    if (is_ensemble) {
        document = as_ensemble(document, decides_on_forecast(options));
    }
    Plan plan = Plan::read(document, name, catalogue);
    std::string folder = folder_of(document, plan, options, catalogue);
    return {std::move(plan), std::move(folder), watch.seconds()};
}

LoadedPlan load_checkpointed(const CheckpointHead& head, const std::string& file,
                             const ModelCatalogue& catalogue)
{
    const Stopwatch watch;
    const Document document = Document::parse(head.scenario_text, file, head.scenario_folder);
    Plan plan = Plan::read(document, head.scenario_name, catalogue);
    if (plan.digest != head.scenario_digest) {
        throw DataError(file,
                        "the scenario's input files have changed since this checkpoint was written",
                        "a run that went on from here would belong to neither; which file changed "
                        "is not known, "
                        "for the checkpoint keeps one digest of all",
                        "put the input files back as they were, or start the run again");
    }
    return {std::move(plan), head.scenario_folder, watch.seconds()};
}

}  // namespace qonys::app
