#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace qonys {

/// Whole numbers near `values` whose sum is `total`: the largest remainders go up (Hamilton's method);
/// ties go to the earlier. `values` are scaled to the total first; all zero is legal when total is 0.
[[nodiscard]] std::vector<std::int64_t> round_to_total(std::span<const double> values,
                                                       std::int64_t total);

/// The same with an upper bound for each cell; the bounds must leave room for the total.
[[nodiscard]] std::vector<std::int64_t> round_to_total(std::span<const double> values,
                                                       std::int64_t total,
                                                       std::span<const std::int64_t> upper);

/// A matrix (rows x columns, row by row) rounded up or down in every cell so that every row and column
/// has its whole-number sum: controlled rounding (Bacharach 1966), found as a maximum flow. The matrix
/// must have these sums up to rounding error.
[[nodiscard]] std::vector<std::int64_t> round_to_margins(std::span<const double> matrix,
                                                         std::span<const std::int64_t> row_sums,
                                                         std::span<const std::int64_t> column_sums);

}  // namespace qonys
