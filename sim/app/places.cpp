#include "places.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace qonys::app {
namespace {

namespace fs = std::filesystem;

/// Scenario names may hold what a file name may not.
std::string file_stem(const std::string& scenario)
{
    std::string stem = scenario;
    for (char& c : stem) {
        if (c == '/' || c == '\0') {
            c = '_';
        }
    }
    return stem;
}

fs::path beside(const fs::path& results, const std::string& ending)
{
    fs::path file = results;
    return file.replace_filename(results.stem().string() + ending);
}

void claim_folder(const fs::path& file)
{
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error && !fs::is_directory(folder)) {
        error = std::make_error_code(std::errc::not_a_directory);
    }
    if (!error && access(folder.c_str(), W_OK | X_OK) != 0) {
        error = std::error_code(errno, std::generic_category());
    }
    if (error) {
        throw InputError(
            line_problem(folder.string(), fmt::format("cannot be written to: {}", error.message()),
                         "results go there", "name a file in another folder with --out"));
    }
}

void refuse_existing(const fs::path& file, std::string why, std::string hint)
{
    std::error_code ignored;
    if (!file.empty() && fs::exists(file, ignored)) {
        throw InputError(
            line_problem(file.string(), "exists already", std::move(why), std::move(hint)));
    }
}

}  // namespace

Places choose_places(const Options& options, const std::string& command, const Scenario& scenario)
{
    Places places;
    places.results =
        options.out.empty()
            ? fs::path("results") / fmt::format("{}-{}.h5", file_stem(scenario.name), command)
            : fs::path(options.out);
    if (options.csv) {
        places.csv = beside(places.results, "-csv");
    }
    if (!options.follow.empty()) {
        places.lives = beside(places.results, "-lives.csv");
    }
    if (options.journal) {
        places.journal = beside(places.results, "-journal.csv");
    }
    places.checkpoint = places.results.string() + ".checkpoint.h5";
    return places;
}

void claim(const Places& places, bool force, const fs::path& going_on_from)
{
    if (fs::is_directory(places.results) || !places.results.has_filename()) {
        throw InputError(line_problem(places.results.string(), "is a folder",
                                      "results are one file",
                                      "name a file, such as results/run.h5"));
    }
    claim_folder(places.results);
    if (force) {
        return;
    }
    const char* const keep = "results are not overwritten unasked";
    const char* const rename = "give another name with --out, or use --force";
    refuse_existing(places.results, keep, rename);
    refuse_existing(places.csv, keep, rename);
    refuse_existing(places.lives, keep, rename);
    refuse_existing(places.journal, keep, rename);
    std::error_code ignored;
    if (going_on_from.empty() || !fs::equivalent(going_on_from, places.checkpoint, ignored)) {
        refuse_existing(places.checkpoint, "it is the checkpoint of a run that was stopped",
                        fmt::format("go on with 'qonys resume {}', or start afresh with --force",
                                    places.checkpoint.string()));
    }
}

}  // namespace qonys::app
