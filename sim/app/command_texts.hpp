#pragma once

#include <array>
#include <string_view>

#include "options.hpp"

/// What the program says of itself and its commands.
namespace qonys::app {

inline constexpr std::string_view about =
    "Qonys: a parallel agent-based simulator of migration and its policy.\n"
    "Give it a scenario, a TOML file; it writes results as one HDF5 file.";

inline constexpr std::string_view examples =
    "To begin with:\n"
    "  qonys check scenarios/kz/base.toml                    is the scenario complete?\n"
    "  qonys run scenarios/kz/base.toml --scale 0.01         one run of 1 % of the people\n"
    "  qonys ensemble scenarios/kz/base.toml --replicates 8  means with Monte-Carlo errors\n"
    "  qonys compare results/a.h5 results/b.h5               what did the policy change?\n"
    "  qonys report results/a.h5                             a page to read, with charts\n"
    "  qonys lives results/a-lives.csv                       single lives of a run with --follow\n"
    "  qonys extract results/a.h5                            registers of a run with --journal\n"
    "\n"
    "'qonys COMMAND --help' tells more. Exit codes: 0 done, 2 input to mend, 3 some replicates\n"
    "failed, 4 fault of the program, 130 or 143 stopped after a checkpoint.";

struct CommandText {
    Command command;
    std::string_view name;
    std::string_view phrase;
};

inline constexpr std::array command_texts{
    CommandText{Command::check, "check",
                "Read scenarios and say what is wrong with them, all at once"},
    CommandText{Command::describe, "describe",
                "Print what a scenario is made of: schedule, levers, parameters, memory"},
    CommandText{Command::run, "run", "Simulate a scenario"},
    CommandText{Command::ensemble, "ensemble",
                "Simulate several replicates and print means with Monte-Carlo errors"},
    CommandText{Command::compare, "compare",
                "Compare two results files, replicate by replicate, B against A"},
    CommandText{Command::resume, "resume", "Go on from a checkpoint of a run that was stopped"},
    CommandText{Command::fit, "fit",
                "Fit what a model leaves free to figures known by a day, and write the file"},
    CommandText{Command::report, "report",
                "Make a page to read, with tables and charts, of a results file, or of two"},
    CommandText{Command::backcast, "backcast",
                "Print a run from 2022 next to what was observed, with errors and roles"},
    CommandText{Command::evidence, "evidence",
                "Hold what each lever does against what the evidence says that it does"},
    CommandText{
        Command::attribute, "attribute",
        "Run each measure of the catalogue alone: its effect on its own outcome, and its cost"},
    CommandText{Command::lives, "lives",
                "Tell in sentences what a run with --follow recorded of single lives"},
    CommandText{Command::extract, "extract",
                "Write extracts of agencies' registers of the people of a run with --journal"},
    CommandText{Command::ingest, "ingest",
                "Check and link extracts of agencies' registers, and make monitoring tables"},
};

}  // namespace qonys::app
