#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "commands.hpp"

namespace qonys::app {
namespace {

namespace fs = std::filesystem;

const fs::path source_root = QONYS_SOURCE_DIR;

std::string variable(const char* name)
{
    const char* const value = std::getenv(name);
    return value == nullptr ? std::string{} : std::string{value};
}

/// The one that the user names, else the project's own, else the first on PATH.
std::string choose_python()
{
    const std::string named = variable("QONYS_PYTHON");
    if (!named.empty()) {
        return named;
    }
    const fs::path own = source_root / ".venv" / "bin" / "python";
    std::error_code ignored;
    return fs::exists(own, ignored) ? own.string() : "python3";
}

/// The folder that holds the package `qonys`, put before those that the user has. An installed package
/// names its own, because the project that it was built from may be gone.
void set_python_path()
{
    const std::string named = variable("QONYS_PACKAGE_FOLDER");
    const fs::path folder = named.empty() ? source_root / "python" : fs::path(named);
    std::error_code ignored;
    if (!fs::exists(folder / "qonys" / "report.py", ignored)) {
        refuse((folder / "qonys").string(), "the Python package is not there",
               "the report is written in Python",
               named.empty() ? "build the program again where the project lies now"
                             : "name the folder that holds it in QONYS_PACKAGE_FOLDER");
    }
    const std::string others = variable("PYTHONPATH");
    const std::string path = others.empty() ? folder.string() : folder.string() + ":" + others;
    setenv("PYTHONPATH", path.c_str(), 1);
}

/// Shortest text that gives the same number back.
template <class Number>
void add_number(std::vector<std::string>& words, const char* option,
                const std::optional<Number>& number)
{
    if (number) {
        words.push_back(fmt::format("{}={}", option, *number));
    }
}

void add_ingest_words(std::vector<std::string>& words, const Options& options)
{
    if (!options.truth.empty()) {
        words.push_back("--truth=" + options.truth);
    }
    add_number(words, "--threshold", options.threshold);
    add_number(words, "--suppress-below", options.suppress_below);
    if (options.records) {
        words.emplace_back("--records");
    }
    if (options.json) {
        words.emplace_back("--json");
    }
}

std::vector<std::string> words_of(const Options& options)
{
    std::vector<std::string> words;
    if (!options.out.empty()) {
        words.push_back("--out=" + options.out);
    }
    if (options.force) {
        words.emplace_back("--force");
    }
    if (options.summary) {
        words.emplace_back("--summary");
    }
    if (!options.against.empty()) {
        words.push_back("--against=" + options.against);
    }
    add_number(words, "--seed", options.seed);
    if (options.no_errors) {
        words.emplace_back("--no-errors");
    }
    add_ingest_words(words, options);
    words.emplace_back("--");  // a file may be called --force
    words.insert(words.end(), options.files.begin(), options.files.end());
    return words;
}

/// Starts a module of the package in place of this program; `what` names its work in a sentence.
int hand_over(const Options& options, const char* module, const char* what)
{
    const std::string python = choose_python();
    set_python_path();
    std::vector<std::string> line{python, "-m", module};
    std::ranges::move(words_of(options), std::back_inserter(line));
    std::vector<char*> arguments;
    for (std::string& word : line) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    execvp(arguments.front(), arguments.data());
    refuse(python,
           fmt::format("cannot be started: {}", std::generic_category().message(errno)),
           fmt::format("the {} is written in Python", what),
           "run ./run.sh once, or name a Python 3.11 or newer in QONYS_PYTHON");
}

}  // namespace

int report(const Options& options) { return hand_over(options, "qonys.report", "report"); }

int backcast(const Options& options) { return hand_over(options, "qonys.backcast", "backcast"); }

int extract(const Options& options) { return hand_over(options, "qonys.extracts", "extract"); }

int ingest(const Options& options) { return hand_over(options, "qonys.ingest", "ingest"); }

}  // namespace qonys::app
