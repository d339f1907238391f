#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "commands.hpp"
#include "job.hpp"
#include "json.hpp"
#include "pace.hpp"
#include "qonys/core/version.hpp"
#include "qonys/run/memory.hpp"
#include "text.hpp"

namespace qonys::app {
namespace {

namespace fs = std::filesystem;

/// What a run would be, before it is one.
struct Forecast {
    MemoryBudget budget;
    std::optional<PopulationForecast> population;
    std::optional<double> bytes;
    std::optional<double> seconds;
};

Forecast forecast_of(const Plan& plan, const Options& options, const ModelCatalogue& catalogue)
{
    Forecast forecast{memory_budget(*plan.build_registry()), forecast_population(plan),
                      std::nullopt, std::nullopt};
    if (forecast.population) {
        forecast.bytes = expected_bytes(forecast.budget, *forecast.population, plan);
        forecast.seconds = expected_seconds(plan, *forecast.population, options, catalogue);
    }
    return forecast;
}

std::string forecast_text(const Forecast& forecast, const Plan& plan, const Places& places,
                          const Options& options)
{
    const Scenario& scenario = plan.scenario;
    std::string text = fmt::format(
        "{}: model {}, {} to {}\n{} of {} each, scale {}, seed {}\n", scenario.name, scenario.model,
        scenario.start.text(), scenario.end.text(), count_text(scenario.replicates, "replicate"),
        count_text(scenario.num_months(), "month"), scenario.scale, scenario.seed);
    if (forecast.population) {
        text += fmt::format("about {}, {} of columns\n", crowd_text(*forecast.population),
                            bytes_text(*forecast.bytes));
    } else {
        text += fmt::format("people not known before synthesis; {} bytes a person\n",
                            forecast.budget.bytes_per_person);
    }
    if (forecast.seconds) {
        text += fmt::format("about {} on {}, judged by small samples\n",
                            duration_text(*forecast.seconds),
                            count_text(Threads(options.threads).count(), "thread"));
    }
    return text + fmt::format("results would go to {}\n", places.results.string());
}

Json forecast_json(const Forecast& forecast, const Plan& plan, const Places& places)
{
    const bool known = forecast.population.has_value();
    return Json::object(
        {{"command", "dry-run"},
         {"status", "done"},
         {"exit_code", exit_done},
         {"version", version()},
         {"scenario_digest", plan.digest},
         {"seed", plan.scenario.seed},
         {"replicates", plan.scenario.replicates},
         {"months", plan.scenario.num_months()},
         {"scale", plan.scenario.scale},
         {"people", known ? Json(forecast.population->people) : Json::null()},
         {"households", known ? Json(forecast.population->households) : Json::null()},
         {"bytes", known ? Json(*forecast.bytes) : Json::null()},
         {"expected_seconds", forecast.seconds ? Json(*forecast.seconds) : Json::null()},
         {"bytes_per_person", forecast.budget.bytes_per_person},
         {"bytes_per_household", forecast.budget.bytes_per_household},
         {"files", Json::array({Json(places.results.string())})}});
}

/// Near files by their short names.
std::string as_seen_from_here(const std::string& path)
{
    const std::string near = fs::path(path).lexically_proximate(fs::current_path()).string();
    return near.starts_with("..") ? path : near;
}

/// Whom the command line names, itself or in a file.
std::optional<FollowRequest> follow_request(const std::string& given)
{
    if (given.empty()) {
        return std::nullopt;
    }
    if (given.front() != '@') {
        return FollowRequest::parse(given, "--follow");
    }
    const std::string file = given.substr(1);
    errno = 0;
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) {
        refuse(file.empty() ? "--follow" : file,
               fmt::format("cannot be read: {}", std::generic_category().message(errno)),
               "--follow wants keys from it", "give a text file with one key a line");
    }
    return FollowRequest::parse(text, file);
}

/// Only a model that keeps a journal can be asked for it.
void check_journal(const Options& options, const Plan& plan)
{
    if (options.journal && !plan.build_registry()->journal()) {
        refuse("--journal", fmt::format("the model '{}' keeps no journal", plan.scenario.model),
               "it is a list of what happened to single people, kept by a model of registers",
               "leave it out, or run a scenario of a model that does, such as kz_migration");
    }
}

}  // namespace

int run(const Options& options, const ModelCatalogue& catalogue)
{
    if (!options.resume.empty()) {
        return resume(options, catalogue);
    }
    Job job;
    job.command = options.command_name;
    job.follow = follow_request(options.follow);
    job.loaded = load_scenario(options.files.front(), options, catalogue);
    check_journal(options, job.loaded.plan);
    job.places = choose_places(options, job.command, job.loaded.plan.scenario);
    if (options.dry_run) {
        const Forecast forecast = forecast_of(job.loaded.plan, options, catalogue);
        fmt::print("{}", options.json
                             ? forecast_json(forecast, job.loaded.plan, job.places).text() + '\n'
                             : forecast_text(forecast, job.loaded.plan, job.places, options));
        return exit_done;
    }
    claim(job.places, options.force);
    if (job.loaded.folder.empty() && !options.quiet) {
        fmt::print(stderr,
                   "{}: a checkpoint of this run could not be resumed (its input files are named "
                   "from several folders); name them from one folder, or let the run end\n",
                   options.files.front());
    }
    return execute(job, options);
}

int resume(const Options& options, const ModelCatalogue& catalogue)
{
    const std::string& file = options.resume.empty() ? options.files.front() : options.resume;
    const CheckpointReader checkpoint(file);
    const CheckpointHead& head = checkpoint.head();
    Job job;
    job.command = head.command;
    job.resume = &checkpoint;
    job.loaded = load_checkpointed(head, file, catalogue);
    Options with_place = options;
    if (with_place.out.empty()) {
        with_place.out = as_seen_from_here(head.output);
    }
    with_place.follow = head.follow;
    with_place.journal = head.journal;
    if (!head.follow.empty()) {
        job.follow = FollowRequest::parse(head.follow, file);
    }
    job.places = choose_places(with_place, job.command, job.loaded.plan.scenario);
    claim(job.places, options.force, file);
    const int exit_code = execute(job, options);
    if (exit_code == exit_done || exit_code == exit_partial) {
        std::error_code ignored;
        fs::remove(file, ignored);
    }
    return exit_code;
}

}  // namespace qonys::app
