#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "qonys/output/writer.hpp"
#include "qonys/run/comparison.hpp"

namespace qonys {

/// One target indicator in one year of two runs.
struct TargetYear {
    int year = 0;
    std::optional<PairedDifference> difference;  ///< none where a replicate has no number
    std::optional<double>
        met_a;  ///< part of the replicates of A that meet the target; in its year alone
    std::optional<double> met_b;
};

struct TargetComparison {
    TargetValues::One indicator;
    std::vector<TargetYear> years;
};

/// Target indicators that both files hold, replicate by replicate; empty where one has none.
[[nodiscard]] std::vector<TargetComparison> compare_targets(
    const std::optional<TargetValues>& a, const std::optional<TargetValues>& b,
    std::span<const std::uint32_t> replicates);

}  // namespace qonys
