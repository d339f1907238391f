#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>

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
    }
    throw InternalError("a command has no code");
}

struct Failure {
    int exit_code;
    std::vector<std::string> sentences;
};

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
    } catch (const std::exception& error) {
        return {exit_internal, {fmt::format("internal error: {}; please report", error.what())}};
    }
}

int tell(const Failure& failure, bool as_json)
{
    std::vector<Json> sentences;
    for (const std::string& sentence : failure.sentences) {
        fmt::print(stderr, "{}\n", sentence);
        sentences.emplace_back(sentence);
    }
    if (as_json) {
        fmt::print("{}\n", Json::object({{"status", "failed"},
                                         {"exit_code", failure.exit_code},
                                         {"version", version()},
                                         {"problems", Json::array(sentences)}})
                               .text());
    }
    return failure.exit_code;
}

int run_program(int argc, const char* const* argv)
{
    try {
        const ParsedLine line = parse_line(argc, argv);
        if (!line.options) {
            fmt::print("{}", line.text);
            return exit_done;
        }
        return execute(*line.options);
    } catch (...) {
        return tell(failure_under_way(), wants_json(argc, argv));
    }
}

}  // namespace
}  // namespace qonys::app

int main(int argc, char** argv) { return qonys::app::run_program(argc, argv); }
