#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "qonys/core/error.hpp"

namespace qonys::app {

enum class Command : std::uint8_t {
    check,
    describe,
    run,
    ensemble,
    compare,
    resume,
    report,
    backcast,
    fit,
    lives,
    evidence,
    attribute,
    extract,
    ingest
};

/// Parts of a description to print; all when none is chosen.
struct Sections {
    bool schedule = false;
    bool levers = false;
    bool parameters = false;
    bool assumptions = false;
    bool memory = false;
    bool inputs = false;
    bool models = false;
    bool catalogue = false;
    bool coverage = false;

    [[nodiscard]] bool none() const
    {
        return !(schedule || levers || parameters || assumptions || memory || inputs || models ||
                 catalogue || coverage);
    }
};

/// What the user asked for, as a value: checked one by one, not yet against any file.
struct Options {
    Command command = Command::run;
    std::string command_name;
    std::vector<std::string> files;  ///< scenarios, results or a checkpoint
    std::vector<std::string> sets;
    std::optional<std::int64_t> seed;
    std::optional<std::int64_t> replicates;
    std::optional<double> scale;
    int threads = 0;  ///< 0 = all processors
    int pretend_ranks = 1;
    int checkpoint_every = 0;  ///< months; 0 = never
    std::string out;
    std::string resume;  ///< checkpoint
    std::string indicator;
    std::string region;  ///< whose cells of levers are printed one by one
    std::string follow;  ///< whose lives to record; "@FILE" reads it
    std::string key;     ///< of lives: tell this one alone
    std::string as_of;  ///< of a fit: the last day whose figures it may use
    std::string cases;    ///< of evidence: file of cases
    std::vector<std::string> only;     ///< ids of the cases or measures to run; all when empty
    std::optional<double> half_width;  ///< of attribute: share of an outcome
    std::string against;  ///< of a backcast: scenario folder with observed figures
    std::string truth;    ///< of an ingest: whose record is whose, for invented people
    std::optional<double> threshold;  ///< of an ingest: probability from which a pair is linked
    std::optional<std::int64_t> suppress_below;  ///< of an ingest: smallest cell that is shown
    Sections sections;
    bool csv = false;
    bool journal = false;  ///< keep the journal of the model
    bool summary = false;  ///< of a backcast: one line a figure
    bool no_errors = false;  ///< of extracts: no slips of the pen
    bool records = false;  ///< of an ingest: write what tells of single people too
    bool check_every_step = false;
    bool fit_report = false;
    bool dry_run = false;
    bool json = false;
    bool quiet = false;
    bool force = false;
};

/// Throws InputError when a value or a number of files cannot be meant.
void check_options(const Options& options);

/// A seed that no run can have.
[[nodiscard]] Problem seed_problem(const std::string& given);

/// A mistake on the command line; `where` is an option or a command.
[[nodiscard]] Problem line_problem(std::string where, std::string what, std::string why,
                                   std::string hint);

/// The same, thrown as an InputError.
[[noreturn]] void refuse(std::string where, std::string what, std::string why, std::string hint);

}  // namespace qonys::app
