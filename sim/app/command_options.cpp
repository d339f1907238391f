#include "command_options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>

namespace qonys::app {
namespace {

/// Takes any number of files: check_files counts them, after unknown options have been refused.
void add_input(CLI::App& app, Options& options, const char* name, const char* phrase)
{
    app.add_option(name, options.files, phrase)
        ->type_name("")
        ->expected(0, CLI::detail::expected_max_vector_size);
}

/// CLI11 would take the largest seed for one that is too large.
std::int64_t seed_of(const std::string& text, const std::string& command)
{
    std::int64_t seed = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, seed);
    if (stop != end || error == std::errc::invalid_argument) {
        refuse("--seed", fmt::format("'{}' is not a number of the kind expected", text), "",
               fmt::format("see 'qonys {} --help'", command));
    }
    if (error != std::errc{}) {
        throw InputError(seed_problem(text));
    }
    return seed;
}

void add_changes(CLI::App& app, Options& options)
{
    app.add_option("--set", options.sets,
                   "change one value of the scenario, e.g. population.scale=0.1; may be repeated")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->take_all();
    app.add_option_function<std::string>(
           "--seed", [&](const std::string& text) { options.seed = seed_of(text, app.get_name()); },
           "seed of all draws")
        ->type_name("N");
    app.add_option("--scale", options.scale, "part of the population to simulate, 0.001 to 1")
        ->type_name("X");
}

void add_threads(CLI::App& app, Options& options)
{
    app.add_option("--threads", options.threads, "threads to use; all processors by default")
        ->type_name("N");
}

void add_job(CLI::App& app, Options& options)
{
    add_threads(app, options);
    app.add_option("--pretend-ranks", options.pretend_ranks,
                   "split the population over N pretended ranks; results stay the same")
        ->type_name("N");
    app.add_option("--out", options.out, "results file; below results/ by default")
        ->type_name("FILE");
    app.add_flag("--csv", options.csv, "write a folder of CSV tables beside the results file");
    app.add_flag("--force", options.force, "overwrite files that are there");
    app.add_option("--checkpoint-every", options.checkpoint_every,
                   "write a checkpoint every N months; one is written anyway when a run is stopped")
        ->type_name("MONTHS");
    app.add_flag("--check-every-step", options.check_every_step,
                 "check households and counts after every stage: slow, for model builders");
    app.add_flag("--fit-report", options.fit_report,
                 "print how well the people made fit their margins; the results file holds it too");
    app.add_flag("--quiet", options.quiet, "print nothing but problems");
}

void add_follow(CLI::App& app, Options& options)
{
    app.add_option_function<std::string>(
           "--follow",
           [&](const std::string& whom) {
               options.follow = whom;
               if (whom.empty()) {
                   refuse("--follow", "names nobody", "", "see 'qonys run --help'");
               }
           },
           "record the lives of N people, households and employers drawn by chance, of those "
           "whose\n"
           "keys are given (person:0123456789abcdef,...; with a + behind whoever comes later), of\n"
           "those in @FILE, or of all, which is for small samples; told by 'qonys lives'")
        ->type_name("N|KEYS|@FILE|all");
}

void add_lives(CLI::App& app, Options& options)
{
    add_input(app, options, "LIVES",
              "CSV file of lives, beside the results of a run with --follow");
    app.add_option("--key", options.key, "tell this life alone, e.g. person:0123456789abcdef")
        ->type_name("KEY");
}

void add_json(CLI::App& app, Options& options)
{
    app.add_flag("--json", options.json, "print one JSON object instead, as the last line");
}

void add_run(CLI::App& app, Options& options)
{
    add_input(app, options, "SCENARIO", "scenario file");
    add_changes(app, options);
    app.add_option("--replicates", options.replicates, "runs that differ in their draws alone")
        ->type_name("N");
    add_job(app, options);
    add_follow(app, options);
    app.add_flag("--journal", options.journal,
                 "keep the journal of the model, a line an event of a person, beside the results:\n"
                 "what agencies record of whom, of which 'qonys extract' makes extracts");
    app.add_flag("--dry-run", options.dry_run, "print what would be done, and stop");
    app.add_option("--resume", options.resume,
                   "go on from this checkpoint: the same as 'qonys resume'")
        ->type_name("FILE");
    add_json(app, options);
}

void add_describe(CLI::App& app, Options& options)
{
    add_input(app, options, "SCENARIO", "scenario file; not needed for --models");
    Sections& sections = options.sections;
    app.add_flag("--schedule", sections.schedule, "what happens in a month, in order");
    app.add_flag("--levers", sections.levers, "what policy may change");
    app.add_flag("--parameters", sections.parameters, "every number, with source and grade");
    app.add_flag("--assumptions", sections.assumptions, "approximations of the model");
    app.add_flag("--memory", sections.memory, "bytes by column");
    app.add_flag("--inputs", sections.inputs, "files read, with SHA-256");
    app.add_flag("--models", sections.models, "models that this program knows");
    app.add_flag("--catalogue", sections.catalogue, "measures of the policy, and which are on");
    app.add_flag("--coverage", sections.coverage,
                 "what was announced: the process, levers and outcomes of each line");
    app.add_option("--region", options.region, "code of a region whose levers are printed in full")
        ->type_name("CODE");
    add_changes(app, options);
    add_json(app, options);
}

/// What commands share that run many pairs and write one table.
void add_pairs(CLI::App& app, Options& options, const char* what, const char* pairs)
{
    app.add_option("--only", options.only,
                   fmt::format("ids of the {} to run, with commas between", what))
        ->type_name("ID,...")
        ->delimiter(',')
        ->allow_extra_args(false);
    add_changes(app, options);
    app.add_option("--replicates", options.replicates, pairs)->type_name("N");
    add_threads(app, options);
    app.add_option("--out", options.out, "table to write; below results/ by default")
        ->type_name("FILE.csv");
    app.add_flag("--force", options.force, "overwrite a table that is there");
    app.add_flag("--quiet", options.quiet, "print nothing but problems");
    add_json(app, options);
}

void add_evidence(CLI::App& app, Options& options)
{
    add_input(app, options, "SCENARIO", "scenario file that the cases change");
    app.add_option("--cases", options.cases, "file of cases, with what is expected of each")
        ->type_name("FILE");
    add_pairs(app, options, "cases", "pairs of runs, for every case");
}

void add_attribute(CLI::App& app, Options& options)
{
    add_input(app, options, "SCENARIO", "scenario file whose catalogue holds the measures");
    app.add_option(
           "--half-width", options.half_width,
           "stop when the interval's half-width is this share of the outcome; 0.02 by default")
        ->type_name("SHARE");
    add_pairs(app, options, "measures", "most pairs of runs for a measure; 20 by default");
}

void add_report(CLI::App& app, Options& options)
{
    add_input(app, options, "RESULTS",
              "results file of a run or an ensemble; or two: the second against the first");
    app.add_option("--out", options.out, "page to write; beside the results by default")
        ->type_name("PAGE.html");
    app.add_flag("--force", options.force, "overwrite a page that is there");
}

void add_backcast(CLI::App& app, Options& options)
{
    add_input(app, options, "RESULTS", "results file of a run or an ensemble");
    app.add_flag("--summary", options.summary, "one line a figure, not every region");
    app.add_option("--against", options.against,
                   "scenario folder with observed/ and data/; that of Kazakhstan by default")
        ->type_name("FOLDER");
}

void add_extract(CLI::App& app, Options& options)
{
    add_input(app, options, "RESULTS", "results file of a run with --journal");
    app.add_option("--out", options.out,
                   "folder to write; beside the results by default, NAME-extracts")
        ->type_name("DIR");
    app.add_option("--seed", options.seed, "seed of names, numbers, days and slips of the pen")
        ->type_name("N");
    app.add_flag("--no-errors", options.no_errors,
                 "write names, days and numbers without slips of the pen");
    app.add_flag("--force", options.force, "overwrite an earlier folder of extracts");
}

void add_ingest(CLI::App& app, Options& options)
{
    add_input(app, options, "FOLDER", "folder with manifest.toml and the extracts");
    app.add_option("--out", options.out, "folder to write; below results/ by default")
        ->type_name("DIR");
    app.add_option("--truth", options.truth,
                   "who the records are of, where the people were invented: tells how many links\n"
                   "are right")
        ->type_name("FILE");
    app.add_option("--threshold", options.threshold,
                   "probability from which a probable pair is a link, 0.5 to 1; 0.9 by default")
        ->type_name("X");
    app.add_option("--suppress-below", options.suppress_below,
                   "leave cells of fewer than N persons empty")
        ->type_name("N");
    app.add_flag(
        "--records", options.records,
        "also write who was linked with whom, and rejected records in full: personal data");
    app.add_flag("--force", options.force, "overwrite an earlier ingest");
    add_json(app, options);
}

void add_fit(CLI::App& app, Options& options)
{
    add_input(app, options, "SCENARIO", "scenario file; data/ and observed/ lie beside it");
    app.add_option("--as-of", options.as_of, "last day whose figures may be used, 2024-12-31")
        ->type_name("DAY");
    app.add_option("--out", options.out, "file to write")->type_name("FILE");
    add_threads(app, options);
    app.add_flag("--force", options.force, "overwrite the file when it is there");
    app.add_flag("--quiet", options.quiet, "print nothing but problems");
    add_changes(app, options);
    add_json(app, options);
}

}  // namespace

void add_options(CLI::App& app, Command command, Options& options)
{
    switch (command) {
        case Command::check:
            add_input(app, options, "SCENARIO", "scenario files");
            add_changes(app, options);
            add_json(app, options);
            break;
        case Command::describe:
            add_describe(app, options);
            break;
        case Command::run:
        case Command::ensemble:
            add_run(app, options);
            break;
        case Command::compare:
            add_input(app, options, "RESULTS", "results files: A, then B");
            app.add_option("--indicator", options.indicator,
                           "one indicator, by region and other axes")
                ->type_name("NAME");
            add_json(app, options);
            break;
        case Command::resume:
            add_input(app, options, "CHECKPOINT", "checkpoint file");
            add_job(app, options);
            add_json(app, options);
            break;
        case Command::report:
            add_report(app, options);
            break;
        case Command::backcast:
            add_backcast(app, options);
            break;
        case Command::fit:
            add_fit(app, options);
            break;
        case Command::evidence:
            add_evidence(app, options);
            break;
        case Command::attribute:
            add_attribute(app, options);
            break;
        case Command::lives:
            add_lives(app, options);
            break;
        case Command::extract:
            add_extract(app, options);
            break;
        case Command::ingest:
            add_ingest(app, options);
            break;
    }
}

}  // namespace qonys::app
