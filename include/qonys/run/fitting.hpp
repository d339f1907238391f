#pragma once

#include <filesystem>
#include <string>

#include "qonys/parallel/threads.hpp"

namespace qonys {

struct Plan;

/// What a model is asked to fit its few free parameters to.
struct FitRequest {
    const Plan& plan;
    std::filesystem::path folder;  ///< of the scenario; figures lie below it
    std::string as_of;             ///< "2024-12-31": nothing later may be looked at
    const Threads& threads;
};

/// What came out: a file for the scenario to name, and words for people.
struct FitOutcome {
    std::string file_text;
    std::string report;
};

}  // namespace qonys
