#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "qonys/process/schedule.hpp"
#include "qonys/record/series.hpp"
#include "qonys/scenario/reader.hpp"
#include "qonys/scenario/scenario.hpp"

namespace qonys {

/// What a results file says about the run as a whole.
struct RunRecord {
    std::string command;                 ///< "run", "ensemble"
    Scenario scenario;
    std::string scenario_text;           ///< canonical
    std::string scenario_digest;         ///< SHA-256 of the text and of every input file
    std::vector<InputFile> inputs;
    std::vector<ReadParameter> parameters;
    std::vector<ProcessInfo> schedule;
    std::vector<std::string> measures;   ///< one line each
    std::string result_hash;             ///< SHA-256 of all series of all replicates
    std::string created;                 ///< ISO time; not covered by result_hash
    std::vector<ProcessTime> times;      ///< summed over replicates; not covered by result_hash
    bool is_partial = false;  ///< the run was stopped; scenario.end is the last month done
    std::vector<std::string> notes;      ///< /log/notes: failed replicates, fit of the people made
};

/// Series of one replicate.
struct ReplicateResult {
    std::uint32_t replicate = 0;
    std::vector<Series> series;
};

}  // namespace qonys
