#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "qonys/run/memory.hpp"

namespace qonys::app {

/// Rows of words in aligned columns, for people. Widths count characters, not bytes: names may be
/// Kazakh or Russian.
class TextTable {
public:
    enum class Align : std::uint8_t { left, right };

    explicit TextTable(std::vector<Align> columns) : columns_(std::move(columns)) {}
    void add(std::vector<std::string> row);  ///< as many words as there are columns
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    /// Every line indented, with two blanks between columns and none at the end.
    [[nodiscard]] std::string text(std::size_t indent = 2) const;

private:
    std::vector<Align> columns_;
    std::vector<std::vector<std::string>> rows_;
};

[[nodiscard]] std::size_t num_characters(std::string_view utf8);
[[nodiscard]] std::string with_commas(std::int64_t value);  ///< "20,283,399"
/// Counts and amounts for people: whole from a hundred on, else three digits or so.
[[nodiscard]] std::string number_text(double value);
[[nodiscard]] std::string duration_text(double seconds);  ///< "0:42", "2:05:10"
[[nodiscard]] std::string bytes_text(double bytes);       ///< "1.2 GiB"
[[nodiscard]] std::string count_text(std::int64_t count, std::string_view singular);  ///< "3 files"
[[nodiscard]] std::string crowd_text(const PopulationForecast& crowd);  ///< people and households

}  // namespace qonys::app
