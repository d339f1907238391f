#pragma once

#include <optional>
#include <string>

#include "loading.hpp"
#include "options.hpp"
#include "places.hpp"
#include "qonys/process/follower.hpp"

namespace qonys::app {

/// A plan on its way to results.
struct Job {
    LoadedPlan loaded;
    Places places;
    std::string command;                       ///< "run" or "ensemble"; a resumed job keeps its own
    std::optional<FollowRequest> follow;       ///< whose lives to record
    const CheckpointReader* resume = nullptr;  ///< go on from here
};

/// Simulates, writes and reports; returns the exit code.
int execute(const Job& job, const Options& options);

}  // namespace qonys::app
