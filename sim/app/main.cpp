#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>
#include <system_error>

#include "command_line.hpp"
#include "commands.hpp"
#include "json.hpp"
#include "qonys/core/error.hpp"
#include "qonys/core/version.hpp"

namespace qonys::app {
namespace {

int execute(const Options& options)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    switch (options.command) {
        case Command::check:
            return check(options, catalogue);
        case Command::describe:
            return describe(options, catalogue);
        case Command::run:
        case Command::ensemble:
            return run(options, catalogue);
        case Command::compare:
            return compare(options);
        case Command::fit:
            return fit(options, catalogue);
        case Command::resume:
            return resume(options, catalogue);
        case Command::report:
            return report(options);
        case Command::backcast:
            return backcast(options);
        case Command::evidence:
            return evidence(options, catalogue);
        case Command::attribute:
            return attribute(options, catalogue);
        case Command::lives:
            return lives(options);
        case Command::extract:
            return extract(options);
        case Command::ingest:
            return ingest(options);
    }
    throw InternalError("a command has no code");
}

struct Failure {
    int exit_code;
    std::vector<std::string> sentences;
};

/// What is printed can be lost where results cannot: those are in files, whole.
Failure output_failure(const std::string& reason)
{
    return {exit_bad_input,
            {fmt::format("standard output: cannot be written: {} (what was to be printed is lost, "
                         "results in files are not); print to another place",
                         reason)}};
}

/// The one place where exceptions become sentences and exit codes.
Failure failure_under_way()
{
    try {
        throw;
    } catch (const InputError& error) {
        Failure failure{exit_bad_input, {}};
        for (const Problem& problem : error.problems()) {
            failure.sentences.push_back(problem.text());
        }
        return failure;
    } catch (const DataError& error) {
        return {exit_bad_input, {error.what()}};
    } catch (const std::filesystem::filesystem_error& error) {
        return {exit_bad_input,
                {fmt::format("{}: {}; check that it exists and that you may use it",
                             error.path1().string(), error.code().message())}};
    } catch (const std::bad_alloc&) {
        return {exit_internal,
                {"out of memory (all people are kept in it); use a smaller --scale or a larger "
                 "machine, and see 'qonys run --dry-run' for what is needed"}};
    } catch (const std::system_error& error) {
        if (std::ferror(stdout) != 0) {
            return output_failure(error.code().message());
        }
        return {exit_internal, {fmt::format("internal error: {}; please report", error.what())}};
    } catch (const std::exception& error) {
        return {exit_internal, {fmt::format("internal error: {}; please report", error.what())}};
    }
}

int tell(const Failure& failure, const Json& command, bool as_json)
{
    std::vector<Json> sentences;
    for (const std::string& sentence : failure.sentences) {
        fmt::print(stderr, "{}\n", sentence);
        sentences.emplace_back(sentence);
    }
    if (as_json && std::ferror(stdout) == 0) {
        fmt::print("{}\n", Json::object({{"command", command},
                                         {"status", "failed"},
                                         {"exit_code", failure.exit_code},
                                         {"version", version()},
                                         {"problems", Json::array(sentences)}})
                               .text());
    }
    return failure.exit_code;
}

/// Most of what is printed waits in memory; only now is it sure to be out.
void flush_output()
{
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        throw std::system_error(errno, std::generic_category());
    }
}

int run_program(int argc, const char* const* argv)
{
    try {
        const ParsedLine line = parse_line(argc, argv);
        int exit_code = exit_done;
        if (line.options) {
            exit_code = execute(*line.options);
        } else {
            fmt::print("{}", line.text);
        }
        flush_output();
        return exit_code;
    } catch (...) {
        const bool has_word = argc > 1 && argv[1][0] != '-';
        return tell(failure_under_way(), has_word ? Json(std::string(argv[1])) : Json::null(),
                    wants_json(argc, argv));
    }
}

}  // namespace
}  // namespace qonys::app

int main(int argc, char** argv) { return qonys::app::run_program(argc, argv); }
