#pragma once

#include <string>

#include "qonys/run/plan.hpp"
#include "qonys/run/runner.hpp"

namespace qonys::app {

/// What a run found, on a page: totals of flows, first and last values of stocks, over all cells
/// and weighted to full scale; with Monte-Carlo errors when there are several replicates. How the
/// people made fit their margins is told when it is wanted, or when one that is exact is missed.
[[nodiscard]] std::string summary_text(const Plan& plan, const RunOutcome& outcome,
                                       bool with_fit);

}  // namespace qonys::app
