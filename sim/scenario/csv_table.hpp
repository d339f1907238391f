#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv_file.hpp"
#include "qonys/scenario/reader.hpp"

namespace qonys {

/// What a table is to be: axes in order, legal values, and axes on which foreign codes are skipped.
struct TableShape {
    std::span<const Axis> axes;
    Bounds bounds;
    std::span<const std::string_view> partial;
    std::string_view why;  ///< why values are bounded; may be empty

    [[nodiscard]] std::size_t num_cells() const;
    [[nodiscard]] bool is_partial(const Axis& axis) const;
    /// "'KZ-10', 'male'"
    [[nodiscard]] std::string cell_name(std::size_t cell) const;
    /// "KZ-10 male"
    [[nodiscard]] std::string cell_codes(std::size_t cell) const;
    /// "20 regions x 2 sexes"
    [[nodiscard]] std::string size_text() const;
};

/// The cells of a table while it is filled, last axis fastest.
struct TableCells {
    /// Where a cell got its value: a line of the CSV file, or one of these.
    static constexpr int missing = 0;
    static constexpr int given = -1;

    TableCells(std::size_t count, double fill) : values(count, fill), origin(count, missing) {}
    void set(std::size_t cell, double value, int from)
    {
        values[cell] = value;
        origin[cell] = from;
    }

    std::vector<double> values;
    std::vector<int> origin;
};

/// Fills cells from a file whose columns are the axes, in any order, and `value`.
void fill_from_csv(const CsvFile& csv, const TableShape& shape, TableCells& cells,
                   std::vector<Problem>& problems);

/// Reports the cells that nobody filled: codes that lack everything first, then single cells.
/// `where` carries the file, the line and the advice.
void report_missing(const TableShape& shape, const TableCells& cells, const Problem& where,
                    std::vector<Problem>& problems);

}  // namespace qonys
