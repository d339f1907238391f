#pragma once

#include <string>

#include "options.hpp"
#include "qonys/output/checkpoint_file.hpp"
#include "qonys/run/plan.hpp"

namespace qonys::app {

struct LoadedPlan {
    Plan plan;
    std::string folder;  ///< absolute; a checkpoint's paths start there; empty: no folder would do
    double seconds = 0.0;  ///< spent reading
};

/// A scenario file with what the command line changes, not yet read by any model.
[[nodiscard]] Document load_document(const std::string& file, const Options& options);

/// Reads a scenario with what the command line changes. Throws InputError with every problem.
[[nodiscard]] LoadedPlan load_scenario(const std::string& file, const Options& options,
                                       const ModelCatalogue& catalogue);

/// The plan that a checkpoint was written under. Throws DataError when its inputs have changed
/// since.
[[nodiscard]] LoadedPlan load_checkpointed(const CheckpointHead& head, const std::string& file,
                                           const ModelCatalogue& catalogue);

}  // namespace qonys::app
