#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json.hpp"

namespace qonys::app {

/// A word or a number of a row, with the name of its column: rows are written as CSV and as JSON
/// alike.
struct Field {
    const char* name;
    std::string csv;
    Json json;
};
using Row = std::vector<Field>;

[[nodiscard]] Field word(const char* name, std::string_view text);
[[nodiscard]] Field flag(const char* name, bool value);
[[nodiscard]] Field nothing(const char* name);
[[nodiscard]] Field number(const char* name, std::optional<double> value);

/// A header and a line for each row; all have the same columns.
[[nodiscard]] std::string csv_text(const std::vector<Row>& rows);
[[nodiscard]] Json json_of(const std::vector<Row>& rows);

}  // namespace qonys::app
