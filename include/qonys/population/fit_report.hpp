#pragma once

#include <string>
#include <vector>

#include "qonys/population/fit.hpp"

namespace qonys {

/// What synthesis aimed at and what it got; written with the output and printed on demand.
struct FitReport {
    struct Line {
        MarginFit fit;
        bool is_target = true;  ///< false: only compared with
        std::string note;
        bool is_exact = false;  ///< to be met to the person
    };
    std::vector<Line> lines;

    /// Whether a margin that is to be met to the person is not.
    [[nodiscard]] bool misses_exact() const;

    /// Aligned table: margin, cells, largest gap, worst cell, target, got, note.
    [[nodiscard]] std::string text() const;
};

}  // namespace qonys
