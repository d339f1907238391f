#include "command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>

#include "command_options.hpp"
#include "command_texts.hpp"
#include "qonys/core/hint.hpp"
#include "qonys/core/version.hpp"

namespace qonys::app {
namespace {

std::vector<std::string> command_names()
{
    std::vector<std::string> names;
    for (const CommandText& text : command_texts) {
        names.emplace_back(text.name);
    }
    return names;
}

/// The command must be known before its options mean anything.
void check_command(int argc, const char* const* argv)
{
    if (argc < 2) {
        refuse("qonys", "no command is given", "", "see 'qonys --help'");
    }
    const std::string word = argv[1];
    const std::vector<std::string> known = command_names();
    if (!word.starts_with('-') && std::find(known.begin(), known.end(), word) == known.end()) {
        refuse("qonys", fmt::format("unknown command '{}'", word), "",
               did_you_mean(word, known, "see 'qonys --help'"));
    }
}

std::vector<std::string> option_names(const CLI::App& app)
{
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    return names;
}

/// What no option took: unknown options first, else words too many.
void refuse_extras(const CLI::App& app, const std::string& command)
{
    std::vector<std::string> extras = app.remaining(true);
    const auto is_option = [](const std::string& word) { return word.starts_with('-'); };
    if (std::any_of(extras.begin(), extras.end(), is_option)) {
        std::erase_if(extras, [&](const std::string& word) { return !is_option(word); });
    }
    const std::string help = fmt::format("see 'qonys {} --help'", command);
    std::vector<Problem> problems;
    for (const std::string& extra : extras) {
        const std::string name = extra.substr(0, extra.find('='));
        problems.push_back(
            is_option(extra)
                ? line_problem(command, fmt::format("unknown option '{}'", name), "",
                               did_you_mean(name, option_names(app), help))
                : line_problem(command, fmt::format("unexpected argument '{}'", extra), "", help));
    }
    if (!problems.empty()) {
        throw InputError(std::move(problems));
    }
}

/// The words of CLI11 in our grammar.
[[noreturn]] void refuse_parse_error(const CLI::ParseError& error, const std::string& command)
{
    const std::string text = error.what();
    const std::string help =
        command.empty() ? "see 'qonys --help'" : fmt::format("see 'qonys {} --help'", command);
    const std::string name = text.substr(0, text.find(':'));
    if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
        const std::size_t colon = text.find(": ");
        const std::size_t equals = text.find(" = ");
        if (colon != std::string::npos && equals != std::string::npos) {
            refuse(
                text.substr(colon + 2, equals - colon - 2),
                fmt::format("'{}' is not a number of the kind expected", text.substr(equals + 3)),
                "", help);
        }
    }
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        const bool twice = text.find("received") != std::string::npos && name.starts_with('-');
        refuse(name, twice ? "is given more than once" : "a value is missing", "", help);
    }
    refuse(command.empty() ? "qonys" : command, text, "", help);
}

}  // namespace

bool wants_json(int argc, const char* const* argv)
{
    return std::any_of(argv, argv + argc,
                       [](const char* word) { return std::string_view(word) == "--json"; });
}

ParsedLine parse_line(int argc, const char* const* argv)
{
    check_command(argc, argv);
    Options options;
    CLI::App app{std::string(about), "qonys"};
    app.footer(std::string(examples));
    app.set_version_flag("--version", fmt::format("qonys {} ({})", version(), git_commit()));
    app.require_subcommand(1);
    for (const CommandText& text : command_texts) {
        CLI::App* command = app.add_subcommand(std::string(text.name), std::string(text.phrase));
        command->allow_extras();
        command->footer("");
        add_options(*command, text.command, options);
        command->callback([&options, text] {
            options.command = text.command;
            options.command_name = text.name;
        });
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& wanted) {
        std::ostringstream text;
        app.exit(wanted, text, text);
        return {std::nullopt, text.str()};
    } catch (const CLI::ParseError& error) {
        refuse_parse_error(error, std::string(argv[1]).starts_with('-') ? "" : argv[1]);
    }
    refuse_extras(*app.get_subcommands().front(), options.command_name);
    check_options(options);
    return {std::move(options), {}};
}

}  // namespace qonys::app
