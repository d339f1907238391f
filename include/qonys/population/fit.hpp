#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "qonys/table/axis.hpp"

namespace qonys {

/// A known total: values over some of the axes of a table that is to be fitted.
struct Margin {
    std::string name;                ///< "region x sex"
    std::vector<std::size_t> axes;   ///< positions among the fitted table's axes, rising
    std::vector<double> target;      ///< last axis fastest
};

/// How near a margin was met.
struct MarginFit {
    std::string margin;
    std::size_t cells = 0;
    double largest_gap = 0.0;        ///< persons, absolute
    std::string worst_cell;          ///< codes, "KZ-10 x female"
    double worst_target = 0.0;
    double worst_got = 0.0;
};

/// Iterative proportional fitting (Deming and Stephan 1940): bends a seed table to its margins, one
/// after another, until the largest gap is below `tolerance` (persons) or `max_rounds` is reached.
/// Cells of the seed that are 0 stay 0. Deterministic: plain loops over doubles in one order.
struct FittedTable {
    std::vector<double> values;
    int rounds = 0;
    bool converged = false;
};
[[nodiscard]] FittedTable fit_margins(const std::vector<Axis>& axes, std::vector<double> seed,
                                      const std::vector<Margin>& margins, double tolerance = 1e-6,
                                      int max_rounds = 200);

/// Sums of a table over the axes that a margin leaves out.
[[nodiscard]] std::vector<double> margin_sums(const std::vector<Axis>& axes,
                                              std::span<const double> values, const Margin& margin);

/// Compares values with a margin.
[[nodiscard]] MarginFit check_margin(const std::vector<Axis>& axes, std::span<const double> values,
                                     const Margin& margin);

}  // namespace qonys
