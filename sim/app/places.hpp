#pragma once

#include <filesystem>
#include <string>

#include "options.hpp"
#include "qonys/scenario/scenario.hpp"

namespace qonys::app {

/// Where a job writes.
struct Places {
    std::filesystem::path results;     ///< HDF5 file
    std::filesystem::path csv;         ///< folder; empty when none is wanted
    std::filesystem::path lives;       ///< CSV file; empty when nobody is followed
    std::filesystem::path journal;     ///< CSV file; empty when none is kept
    std::filesystem::path checkpoint;  ///< beside the results
};

/// `--out`, or results/<scenario>-<command>.h5.
[[nodiscard]] Places choose_places(const Options& options, const std::string& command,
                                   const Scenario& scenario);

/// Makes the folder and sees that it can be written, before anything is simulated. Files that are
/// there already are an InputError without --force; `going_on_from` is one that may be there.
void claim(const Places& places, bool force, const std::filesystem::path& going_on_from = {});

}  // namespace qonys::app
