#pragma once

#include <optional>
#include <string>
#include <vector>

#include "qonys/scenario/reader.hpp"

namespace qonys {

/// Keys of a sourced number: `{value = 1.2, source = "...", year = 2014, grade = "B"}`.
[[nodiscard]] bool is_sourced_key(std::string_view key);

/// A table that can only be a sourced number: it has `value` and nothing but such keys.
[[nodiscard]] bool is_sourced(const Node::Table& table);

/// Keys of a TOML table of cells that are about the table: where it comes from, its file, its
/// default. None of them can be the code of a cell there.
[[nodiscard]] bool is_table_word(std::string_view key);

/// Before the key `changed` of a table of cells changes: what the table says of its source holds no longer.
/// Other tables stay as they are.
void drop_stale_description(Node::Table& table, std::string_view changed);

/// What a table of cells says about itself: `source`, `year`, `grade`, `assumption`, `note`.
/// Nothing when it says none of it.
[[nodiscard]] std::optional<Provenance> read_description(const Node& node, const std::string& key,
                                                         std::vector<Problem>& problems);

/// The node that holds the number itself, and where the number comes from.
struct Sourced {
    const Node* value = nullptr;
    Provenance provenance;
};

/// Splits a sourced number and checks its other keys against `info`; a plain number comes back as
/// it is. Nothing when the table has no `value`, which is then among the problems.
[[nodiscard]] std::optional<Sourced> read_sourced(const Node& node, const std::string& key,
                                                  const ParameterInfo& info,
                                                  std::vector<Problem>& problems);

/// A number of either TOML type.
[[nodiscard]] std::optional<double> as_number(const Node& node);

}  // namespace qonys
