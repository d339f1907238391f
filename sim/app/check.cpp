#include <fmt/format.h>

#include <cstdio>

#include "commands.hpp"
#include "json.hpp"
#include "loading.hpp"
#include "qonys/core/version.hpp"

namespace qonys::app {
namespace {

/// Sentences about one scenario; none when it can be run.
std::vector<std::string> problems_of(const std::string& file, const Options& options,
                                     const ModelCatalogue& catalogue)
{
    std::vector<std::string> sentences;
    try {
        const LoadedPlan loaded = load_scenario(file, options, catalogue);
        loaded.plan.model->regions();
    } catch (const InputError& error) {
        for (const Problem& problem : error.problems()) {
            sentences.push_back(problem.text());
        }
    } catch (const DataError& error) {
        sentences.emplace_back(error.what());
    }
    return sentences;
}

}  // namespace

int check(const Options& options, const ModelCatalogue& catalogue)
{
    int exit_code = exit_done;
    std::vector<Json> results;
    for (const std::string& file : options.files) {
        const std::vector<std::string> problems = problems_of(file, options, catalogue);
        if (problems.empty() && !options.json) {
            fmt::print("{}: ok\n", file);
        }
        std::vector<Json> sentences;
        for (const std::string& problem : problems) {
            fmt::print(stderr, "{}\n", problem);
            sentences.emplace_back(problem);
            exit_code = exit_bad_input;
        }
        results.push_back(Json::object(
            {{"scenario", file}, {"ok", problems.empty()}, {"problems", Json::array(sentences)}}));
    }
    if (options.json) {
        fmt::print("{}\n", Json::object({{"command", "check"},
                                         {"status", exit_code == exit_done ? "done" : "failed"},
                                         {"exit_code", exit_code},
                                         {"version", version()},
                                         {"scenarios", Json::array(results)}})
                               .text());
    }
    return exit_code;
}

}  // namespace qonys::app
