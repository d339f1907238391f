#include "sourced.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "qonys/core/name.hpp"
#include "wording.hpp"

namespace qonys {
namespace {

const std::array<std::string, 9> sourced_keys = {"value", "source", "year", "grade",     "low",
                                                 "high",  "note",   "unit", "assumption"};
const std::array<std::string, 5> description_keys = {"source", "year", "grade", "assumption",
                                                      "note"};
const std::array<std::string, 4> grades = {"A", "B", "C", "D"};

/// Checks the keys beside `value` of one sourced number, or those about a table of cells.
class SourceCheck {
public:
    SourceCheck(const Node& node, const std::string& key, std::vector<Problem>& problems)
        : table_(*node.table()), key_(key), problems_(problems)
    {}

    Provenance run(const ParameterInfo& info)
    {
        check_names();
        Provenance provenance = description();
        check_unit(text("unit"), info);
        check_range();
        return provenance;
    }

    Provenance description()
    {
        Provenance provenance;
        provenance.source = text("source");
        provenance.year = year();
        provenance.grade = text("grade");
        check_grade(provenance.grade);
        provenance.note = text("note");
        provenance.assumption = flag("assumption") || provenance.grade == "D";
        return provenance;
    }

private:
    [[nodiscard]] const Node* find(std::string_view name) const
    {
        const auto found = table_.find(name);
        return found == table_.end() ? nullptr : &found->second;
    }

    void add(const Node& node, std::string_view name, std::string what, std::string hint)
    {
        problems_.push_back({.file = node.file,
                             .line = node.line,
                             .key = wording::dotted(key_, name),
                             .value = node.text(),
                             .what = std::move(what),
                             .why = {},
                             .hint = std::move(hint)});
    }

    void add_kind(const Node& node, std::string_view name, std::string_view expected)
    {
        add(node, name,
            fmt::format("{} = {} is {} where {} is expected", wording::dotted(key_, name),
                        node.text(), node.kind_name(), expected),
            {});
    }

    std::string text(std::string_view name)
    {
        const Node* node = find(name);
        if (node == nullptr) {
            return {};
        }
        if (const auto* value = std::get_if<std::string>(&node->value)) {
            return *value;
        }
        add_kind(*node, name, "text");
        return {};
    }

    bool flag(std::string_view name)
    {
        const Node* node = find(name);
        if (node == nullptr) {
            return false;
        }
        if (const auto* value = std::get_if<bool>(&node->value)) {
            return *value;
        }
        add_kind(*node, name, "true or false");
        return false;
    }

    std::optional<double> number(std::string_view name)
    {
        const Node* node = find(name);
        if (node == nullptr) {
            return std::nullopt;
        }
        const std::optional<double> value = as_number(*node);
        if (!value) {
            add_kind(*node, name, "a number");
        }
        return value;
    }

    void check_names()
    {
        for (const auto& [name, node] : table_) {
            if (is_sourced_key(name)) {
                continue;
            }
            const std::string nearest = nearest_name(name, sourced_keys);
            add(node, name, fmt::format("unknown key '{}'", wording::dotted(key_, name)),
                nearest.empty()
                    ? fmt::format("a sourced number knows {}", wording::quoted_list(sourced_keys))
                    : fmt::format("did you mean '{}'?", wording::dotted(key_, nearest)));
            problems_.back().why = "would be ignored";
        }
    }

    /// A year, or a span of years as text.
    std::string year()
    {
        const Node* node = find("year");
        if (node == nullptr) {
            return {};
        }
        if (const auto* number = std::get_if<std::int64_t>(&node->value)) {
            return fmt::format("{}", *number);
        }
        if (const auto* span = std::get_if<std::string>(&node->value)) {
            return *span;
        }
        add_kind(*node, "year", "a year such as 2014 or \"2010-2014\"");
        return {};
    }

    void check_grade(const std::string& grade)
    {
        if (grade.empty() || std::find(grades.begin(), grades.end(), grade) != grades.end()) {
            return;
        }
        const Node& node = *find("grade");
        add(node, "grade",
            fmt::format("{} = {} is not a grade", wording::dotted(key_, "grade"), node.text()),
            "choose A (causal here), B (causal elsewhere), C (descriptive here) or D (expert)");
    }

    void check_unit(const std::string& unit, const ParameterInfo& info)
    {
        if (unit.empty() || unit == info.unit) {
            return;
        }
        const Node& node = *find("unit");
        add(node, "unit",
            fmt::format("{} = {} but the number is read in '{}'", wording::dotted(key_, "unit"),
                        node.text(), info.unit),
            "convert the value, then correct the unit");
    }

    void check_range()
    {
        const auto low = number("low");
        const auto high = number("high");
        const auto value = as_number(*find("value"));
        if (!value || (*value >= low.value_or(*value) && *value <= high.value_or(*value))) {
            return;
        }
        add(*find("value"), "value",
            fmt::format("{} = {} is outside its own range, low = {} to high = {}", key_,
                        wording::plain_number(*value), low ? wording::plain_number(*low) : "none",
                        high ? wording::plain_number(*high) : "none"),
            "correct value, low or high");
    }

    const Node::Table& table_;
    const std::string& key_;
    std::vector<Problem>& problems_;
};

}  // namespace

bool is_sourced_key(std::string_view key)
{
    return std::find(sourced_keys.begin(), sourced_keys.end(), key) != sourced_keys.end();
}

bool is_sourced(const Node::Table& table)
{
    return table.contains("value") &&
           std::all_of(table.begin(), table.end(),
                       [](const auto& entry) { return is_sourced_key(entry.first); });
}

namespace {

bool is_description(std::string_view key)
{
    return std::find(description_keys.begin(), description_keys.end(), key) !=
           description_keys.end();
}

/// Cells with a source or a grade: nothing else is a number, a table or a file.
bool is_described(const Node::Table& table)
{
    const auto fits = [](const auto& entry) {
        return is_description(entry.first) || entry.first == "file" ||
               entry.second.table() != nullptr || as_number(entry.second).has_value();
    };
    return !table.contains("value") && (table.contains("source") || table.contains("grade")) &&
           std::all_of(table.begin(), table.end(), fits);
}

}  // namespace

bool is_table_word(std::string_view key)
{
    return key == "file" || key == "default" || is_description(key);
}

void drop_stale_description(Node::Table& table, std::string_view changed)
{
    if (is_description(changed) || !is_described(table)) {
        return;
    }
    for (const std::string& key : description_keys) {
        table.erase(key);
    }
}

std::optional<Provenance> read_description(const Node& node, const std::string& key,
                                           std::vector<Problem>& problems)
{
    const Node::Table& table = *node.table();
    const auto says = [&](const std::string& word) { return table.contains(word); };
    if (std::none_of(description_keys.begin(), description_keys.end(), says)) {
        return std::nullopt;
    }
    return SourceCheck(node, key, problems).description();
}

std::optional<double> as_number(const Node& node)
{
    if (const auto* whole = std::get_if<std::int64_t>(&node.value)) {
        return static_cast<double>(*whole);
    }
    if (const auto* real = std::get_if<double>(&node.value)) {
        return *real;
    }
    return std::nullopt;
}

std::optional<Sourced> read_sourced(const Node& node, const std::string& key,
                                    const ParameterInfo& info, std::vector<Problem>& problems)
{
    const Node::Table* table = node.table();
    if (table == nullptr) {
        return Sourced{.value = &node, .provenance = {}};
    }
    const auto value = table->find("value");
    if (value == table->end()) {
        problems.push_back({.file = node.file,
                            .line = node.line,
                            .key = key,
                            .value = node.text(),
                            .what = fmt::format("{} is a table without 'value'", key),
                            .why = "a sourced number is {value = 1.2, source = \"...\"}",
                            .hint = "add value, or write the number alone"});
        return std::nullopt;
    }
    return Sourced{.value = &value->second,
                   .provenance = SourceCheck(node, key, problems).run(info)};
}

}  // namespace qonys
