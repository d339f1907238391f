#include "job.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <map>
#include <memory>

#include "commands.hpp"
#include "json.hpp"
#include "progress.hpp"
#include "qonys/core/version.hpp"
#include "qonys/run/memory.hpp"
#include "qonys/run/runner.hpp"
#include "signals.hpp"
#include "summary.hpp"
#include "text.hpp"

namespace qonys::app {
namespace {

namespace fs = std::filesystem;

/// What is known when a job has ended, one way or another.
struct Ended {
    RunOutcome outcome;
    int signal = 0;
    int exit_code = exit_done;
};

int exit_code_of(const RunOutcome& outcome, int signal)
{
    if (outcome.stopped) {
        return exit_signal + signal;
    }
    if (outcome.failures.empty()) {
        return exit_done;
    }
    return outcome.replicates.empty() ? exit_internal : exit_partial;
}

RunOptions run_options(const Job& job, const Options& options)
{
    RunOptions result;
    result.command = job.command;
    result.threads = options.threads;
    result.pretend_ranks = options.pretend_ranks;
    result.checks =
        options.check_every_step ? Schedule::Checks::every_stage : Schedule::Checks::none;
    // Absolute, so that a checkpoint can be resumed from any folder.
    result.output = fs::absolute(job.places.results).lexically_normal();
    result.checkpoint = job.places.checkpoint;
    result.checkpoint_every = options.checkpoint_every;
    result.scenario_folder = job.loaded.folder;
    result.resume = job.resume;
    result.follow = job.follow;
    return result;
}

/// Up to which month a resumed run goes on with what it left in a file, unless it may do without
/// (--force); none where the file begins anew.
std::optional<Month> kept_in(const fs::path& file, const Job& job, const Options& options)
{
    if (job.resume == nullptr) {
        return std::nullopt;
    }
    const CheckpointHead& head = job.resume->head();
    const Scenario& scenario = job.loaded.plan.scenario;
    const Month before = scenario.start - 2;  // nothing has been told yet
    const Month kept = head.replicate > 0 ? scenario.end : head.month.value_or(before);
    const bool is_there = fs::exists(file.string() + ".partial");
    if (!is_there && options.force) {
        fmt::print(stderr,
                   "{}: only what comes after {} is recorded, since what was recorded "
                   "before is not there\n",
                   file.string(), kept.text());
        return std::nullopt;
    }
    return kept;
}

std::unique_ptr<LivesFile> open_lives(const Job& job, const Options& options)
{
    const fs::path& file = job.places.lives;
    return file.empty() ? nullptr : std::make_unique<LivesFile>(file, kept_in(file, job, options));
}

std::unique_ptr<JournalFile> open_journal(const Job& job, const Options& options)
{
    const fs::path& file = job.places.journal;
    return file.empty()
               ? nullptr
               : std::make_unique<JournalFile>(file, *job.loaded.plan.build_registry()->journal(),
                                               kept_in(file, job, options));
}

Ended simulate(const Job& job, const Options& options)
{
    const Scenario& scenario = job.loaded.plan.scenario;
    const auto results =
        hdf5_writer(job.places.results, scenario, job.loaded.plan.target_indicators());
    const auto csv = job.places.csv.empty() ? nullptr : csv_writer(job.places.csv, scenario);
    const auto lives = open_lives(job, options);
    RunOptions how = run_options(job, options);
    how.lives = lives.get();
    const auto journal = open_journal(job, options);
    how.journal = journal.get();
    how.writers.push_back(results.get());
    if (csv != nullptr) {
        how.writers.push_back(csv.get());
    }
    std::unique_ptr<Progress> progress;
    if (!options.quiet && !options.json) {
        progress = std::make_unique<Progress>(scenario.replicates);
        how.progress = progress.get();
    }
    const StopSignals signals;
    how.stop = &StopSignals::received();
    Ended ended;
    ended.outcome = run_plan(job.loaded.plan, how);
    ended.signal = StopSignals::received();
    ended.exit_code = exit_code_of(ended.outcome, ended.signal);
    return ended;
}

std::string status_of(int exit_code)
{
    switch (exit_code) {
        case exit_done:
            return "done";
        case exit_partial:
            return "partial";
        case exit_internal:
            return "failed";
        default:
            return "stopped";
    }
}

Json json_of(const std::map<std::string, double>& totals)
{
    std::vector<Json::Member> members;
    for (const auto& [name, total] : totals) {
        members.emplace_back(name, total);
    }
    return Json::object(members);
}

template <class Texts>
Json json_list(const Texts& texts)
{
    std::vector<Json> items;
    for (const auto& text : texts) {
        items.emplace_back(std::string(text));
    }
    return Json::array(items);
}

/// Scenario and tables, and the checkpoint that a run goes on from.
double read_seconds(const Job& job, const RunOutcome& outcome)
{
    return job.loaded.seconds + outcome.seconds.read;
}

Json json_of(const Job& job, const Options& options, const Ended& ended)
{
    const Plan& plan = job.loaded.plan;
    const RunOutcome& outcome = ended.outcome;
    const Seconds& seconds = outcome.seconds;
    const Json hash = outcome.stopped ? Json::null() : Json(outcome.result_hash);
    const Json checkpoint = outcome.stopped ? Json(job.places.checkpoint.string()) : Json::null();
    return Json::object({{"command", job.command},
                         {"status", status_of(ended.exit_code)},
                         {"exit_code", ended.exit_code},
                         {"version", version()},
                         {"git_commit", git_commit()},
                         {"scenario", plan.scenario.name},
                         {"model", plan.scenario.model},
                         {"scenario_digest", plan.digest},
                         {"seed", plan.scenario.seed},
                         {"replicates", plan.scenario.replicates},
                         {"scale", plan.scenario.scale},
                         {"threads", Threads(options.threads).count()},
                         {"ranks", options.pretend_ranks},
                         {"resumed", job.resume != nullptr},
                         {"people", outcome.num_people},
                         {"person_months", outcome.person_months},
                         {"result_hash", hash},
                         {"seconds", Json::object({{"read", read_seconds(job, outcome)},
                                                   {"synthesis", seconds.synthesis},
                                                   {"simulation", seconds.simulation},
                                                   {"output", seconds.output}})},
                         {"cpu_s", cpu_seconds()},
                         {"peak_rss_mib", peak_memory_mib()},
                         {"totals", json_of(outcome.totals)},
                         {"files", json_list(outcome.files)},
                         {"failures", json_list(outcome.failures)},
                         {"checkpoint", checkpoint}});
}

/// Whose lives these are, where chance has chosen them.
std::string whom_text(const Job& job)
{
    std::string text;
    if (job.follow->sample > 0) {
        text = fmt::format(" (of each kind {} drawn by chance from those there at the start",
                           with_commas(job.follow->sample));
    }
    if (job.loaded.plan.scenario.replicates > 1) {
        text += text.empty() ? " (of the first replicate" : ", of the first replicate";
    }
    return text.empty() ? text : text + ")";
}

/// A folder of tables is named once, not file by file.
std::string files_text(const Job& job)
{
    std::string text = fmt::format("\nResults: {}\n", job.places.results.string());
    if (!job.places.csv.empty()) {
        text += fmt::format("Tables:  {}\n", (job.places.csv / "").string());
    }
    if (!job.places.lives.empty()) {
        text += fmt::format("Lives:   {}{}; read them with 'qonys lives {}'\n",
                            job.places.lives.string(), whom_text(job),
                            job.places.lives.string());
    }
    if (!job.places.journal.empty()) {
        text += fmt::format("Journal: {}; 'qonys extract {}' makes extracts of it\n",
                            job.places.journal.string(), job.places.results.string());
    }
    return text;
}

std::string cost_text(const Job& job, const RunOutcome& outcome)
{
    const Seconds& seconds = outcome.seconds;
    return fmt::format(
        "Seconds: {:.2f} read, {:.2f} synthesis, {:.2f} simulation, {:.2f} output; "
        "memory at most {}\nHash:    {}\n",
        read_seconds(job, outcome), seconds.synthesis, seconds.simulation, seconds.output,
        bytes_text(peak_memory_mib() * 1024.0 * 1024.0), outcome.result_hash);
}

void tell_stop(const Job& job, const Ended& ended)
{
    fmt::print(stderr, "stopped by {} after {}; go on with 'qonys resume {}'\n",
               ended.signal == SIGINT ? "Ctrl-C" : "SIGTERM", ended.outcome.stopped_after->text(),
               job.places.checkpoint.string());
}

void report(const Job& job, const Options& options, const Ended& ended)
{
    for (const std::string& failure : ended.outcome.failures) {
        fmt::print(stderr, "{}; please report\n", failure);
    }
    if (ended.outcome.stopped) {
        tell_stop(job, ended);
    }
    if (options.json) {
        fmt::print("{}\n", json_of(job, options, ended).text());
    } else if (!options.quiet && !ended.outcome.stopped) {
        fmt::print("{}{}{}", summary_text(job.loaded.plan, ended.outcome, options.fit_report), files_text(job),
                   cost_text(job, ended.outcome));
    }
}

}  // namespace

int execute(const Job& job, const Options& options)
{
    const Ended ended = simulate(job, options);
    if (!ended.outcome.stopped) {
        std::error_code ignored;
        fs::remove(job.places.checkpoint, ignored);
    }
    report(job, options, ended);
    return ended.exit_code;
}

}  // namespace qonys::app
