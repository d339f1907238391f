#include "options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>

#include "qonys/scenario/scenario.hpp"

namespace qonys::app {
namespace {

struct Range {
    double low;
    double high;
};

template <class Number>
void check_range(const char* option, const Number& value, Range range, const char* why,
                 std::vector<Problem>& problems)
{
    const auto number = static_cast<double>(value);
    if (number < range.low || number > range.high) {
        problems.push_back(
            line_problem(option, fmt::format("{} is outside [{}, {}]", value, range.low, range.high),
                         why, "give a number within it"));
    }
}

void check_values(const Options& options)
{
    std::vector<Problem> problems;
    if (options.seed.value_or(1) < 0) {
        problems.push_back(seed_problem(fmt::format("{}", *options.seed)));
    }
    check_range("--replicates", options.replicates.value_or(1), {1, 1e6},
                "at least one run is needed", problems);
    check_range("--scale", options.scale.value_or(1.0), {smallest_scale, 1},
                "it is the part of the population simulated", problems);
    check_range("--threads", options.threads, {0, 4096}, "0 stands for all processors", problems);
    check_range("--pretend-ranks", options.pretend_ranks, {1, 1024}, "a rank owns whole shards",
                problems);
    check_range("--threshold", options.threshold.value_or(1), {0.5, 1}, "it is a probability",
                problems);
    check_range("--suppress-below", options.suppress_below.value_or(0), {0, 1e6},
                "it is a number of persons", problems);
    check_range("--checkpoint-every", options.checkpoint_every, {0, 12000}, "0 stands for never",
                problems);
    if (!problems.empty()) {
        throw InputError(std::move(problems));
    }
}

/// Files that a command wants, least and most.
struct Wanted {
    std::size_t least;
    std::size_t most;
    const char* what;
};

Wanted wanted_files(const Options& options)
{
    switch (options.command) {
        case Command::check:
            return {1, SIZE_MAX, "scenario"};
        case Command::describe:
            return {options.sections.models ? 0U : 1U, 1, "scenario"};
        case Command::compare:
            return {2, 2, "results file"};
        case Command::resume:
            return {1, 1, "checkpoint"};
        case Command::report:
            return {1, 2, "results file"};
        case Command::backcast:
        case Command::extract:
            return {1, 1, "results file"};
        case Command::evidence:
        case Command::attribute:
            return {1, 1, "scenario"};
        case Command::ingest:
            return {1, 1, "folder"};
        case Command::lives:
            return {1, 1, "file of lives"};
        default:
            return {options.resume.empty() ? 1U : 0U, 1, "scenario"};
    }
}

void check_files(const Options& options)
{
    const std::string& name = options.command_name;
    const std::size_t given = options.files.size();
    if (given > 0 && !options.resume.empty()) {
        refuse(name, "both a scenario and --resume are given",
               "a checkpoint holds its own scenario",
               fmt::format("use 'qonys resume {}'", options.resume));
    }
    if (!options.follow.empty() && !options.resume.empty()) {
        refuse("--follow", "stands beside --resume", "a resumed run follows whom it followed",
               "leave it out");
    }
    if (options.journal && !options.resume.empty()) {
        refuse("--journal", "stands beside --resume",
               "a resumed run goes on with the journal that it kept", "leave it out");
    }
    const Wanted wanted = wanted_files(options);
    const std::string help = fmt::format("see 'qonys {} --help'", name);
    if (given < wanted.least) {
        refuse(name,
               wanted.least == 1 ? fmt::format("no {} is given", wanted.what)
                                 : fmt::format("{} {}s are needed, {} given", wanted.least,
                                               wanted.what, given == 0 ? "none is" : "one is"),
               "", help);
    }
    if (given > wanted.most) {
        refuse(name, fmt::format("unexpected argument '{}'", options.files[wanted.most]), "", help);
    }
}

}  // namespace

Problem seed_problem(const std::string& given)
{
    return line_problem("--seed",
                        fmt::format("{} is outside [0, {}]", given,
                                    std::numeric_limits<std::int64_t>::max()),
                        "a seed is a count", "give a number within it");
}

Problem line_problem(std::string where, std::string what, std::string why, std::string hint)
{
    return {std::move(where), 0, {}, {}, std::move(what), std::move(why), std::move(hint)};
}

void refuse(std::string where, std::string what, std::string why, std::string hint)
{
    throw InputError(
        line_problem(std::move(where), std::move(what), std::move(why), std::move(hint)));
}

void check_options(const Options& options)
{
    check_values(options);
    check_files(options);
}

}  // namespace qonys::app
