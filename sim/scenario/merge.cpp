#include "merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "qonys/core/error.hpp"
#include "sourced.hpp"
#include "toml_tree.hpp"
#include "wording.hpp"

namespace qonys {
namespace {

constexpr const char* command_line = "--set";

[[noreturn]] void refuse(const Override& change, std::string what, std::string hint)
{
    throw InputError(Problem{.file = command_line,
                             .line = 0,
                             .key = change.key,
                             .value = change.value,
                             .what = std::move(what),
                             .why = {},
                             .hint = std::move(hint)});
}

bool is_text(const Node& node) { return std::holds_alternative<std::string>(node.value); }

bool only_sourced_keys(const Node::Table& table)
{
    return std::all_of(table.begin(), table.end(),
                       [](const auto& entry) { return is_sourced_key(entry.first); });
}

/// Turns a value that stands for a whole table of numbers into a table that single cells can join:
/// a CSV file becomes its `file`, a number its `default` (or `value`, when notes on it are to
/// follow).
void open_up(Node& node, const char* number_key)
{
    Node old = std::move(node);
    node = Node{.value = Node::Table{}, .file = old.file, .line = old.line};
    const char* key = is_text(old) ? "file" : number_key;
    std::get<Node::Table>(node.value).emplace(key, std::move(old));
}

bool stands_for_cells(const Node& node)
{
    return is_text(node) || as_number(node).has_value() ||
           (node.table() != nullptr && is_sourced(*node.table()));
}

/// Splits `a."b.c".d`; empty when the key is not well formed.
std::vector<std::string> split_key(std::string_view key)
{
    std::vector<std::string> parts(1);
    char quote = '\0';
    for (const char c : key) {
        if (quote != '\0' && c == quote) {
            quote = '\0';
        } else if (quote == '\0' && (c == '"' || c == '\'')) {
            quote = c;
        } else if (quote == '\0' && c == '.') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    const auto is_empty = [](const std::string& part) { return part.empty(); };
    const bool sound = quote == '\0' && std::none_of(parts.begin(), parts.end(), is_empty);
    return sound ? parts : std::vector<std::string>();
}

Node value_node(const Override& change)
{
    if (auto node = parse_toml_value(change.value, command_line)) {
        return *std::move(node);
    }
    if (change.value.find_first_of("\"'[{") == 0) {
        refuse(change, fmt::format("{} = {} is not a TOML value", change.key, change.value),
               "close its quotes and brackets");
    }
    return Node{.value = change.value, .file = command_line, .line = 0};
}

Node& list_entry(Node::Array& list, const std::string& part, const Override& change)
{
    std::size_t place = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), place);
    const bool is_number = error == std::errc{} && end == part.data() + part.size();
    if (!is_number || place < 1 || place > list.size()) {
        refuse(
            change,
            fmt::format("'{}' names no entry of a list of {}: '{}'", change.key, list.size(), part),
            "count entries from 1");
    }
    return list[place - 1];
}

Node& child_of(Node& parent, const std::string& part, const Override& change)
{
    if (auto* list = std::get_if<Node::Array>(&parent.value)) {
        return list_entry(*list, part, change);
    }
    // A new value drops the old source with it; a new note joins the number it is about.
    const bool joins = parent.table() != nullptr && is_sourced_key(part) && part != "value";
    if (stands_for_cells(parent) && !joins) {
        open_up(parent, is_sourced_key(part) ? "value" : "default");
    }
    auto* table = std::get_if<Node::Table>(&parent.value);
    if (table == nullptr) {
        refuse(change, fmt::format("'{}' reaches into {}", change.key, parent.kind_name()),
               "name a key of the scenario");
    }
    drop_stale_description(*table, part);
    const Node fresh{.value = Node::Table{}, .file = command_line, .line = 0};
    return table->try_emplace(part, fresh).first->second;
}

}  // namespace

Override Override::parse(const std::string& text)
{
    const auto trimmed = [](std::string_view part) {
        const std::size_t begin = part.find_first_not_of(" \t");
        const std::size_t end = part.find_last_not_of(" \t");
        return begin == std::string_view::npos ? std::string()
                                               : std::string(part.substr(begin, end + 1 - begin));
    };
    const std::size_t equals = text.find('=');
    Override change{.key = trimmed(std::string_view(text).substr(0, equals)), .value = {}};
    if (equals == std::string::npos) {
        refuse(change, fmt::format("'{}' has no '='", text), "write key=value");
    }
    change.value = trimmed(std::string_view(text).substr(equals + 1));
    if (split_key(change.key).empty()) {
        refuse(change, fmt::format("'{}' has no proper key before '='", text), "write key=value");
    }
    if (change.value.empty()) {
        refuse(change, fmt::format("'{}' has no value after '='", text),
               fmt::format("write {}='\"\"' for empty text", change.key));
    }
    return change;
}

void merge(Node& into, Node from)
{
    // A measure may have a key `value` too; only what is a sourced number on both sides is
    // replaced.
    auto* add = std::get_if<Node::Table>(&from.value);
    if (add == nullptr || is_sourced(*add)) {
        const Node::Table* old = into.table();
        if (add == nullptr || old == nullptr || is_sourced(*old)) {
            into = std::move(from);
            return;
        }
    }
    // A table with its own base says everything; one with codes alone needs what it is laid over.
    const bool is_whole = add->empty() || add->contains("file") || add->contains("default");
    const bool notes_only = only_sourced_keys(*add);
    const bool keeps_table = into.table() != nullptr && (!is_sourced(*into.table()) || notes_only);
    if (!keeps_table && (is_whole || !stands_for_cells(into))) {
        into = std::move(from);
        return;
    }
    if (!keeps_table) {
        open_up(into, notes_only ? "value" : "default");
    }
    auto& table = std::get<Node::Table>(into.value);
    for (const auto& entry : *add) {
        drop_stale_description(table, entry.first);
    }
    for (auto& [key, child] : *add) {
        const auto [place, fresh] = table.try_emplace(key, child);
        if (!fresh) {
            merge(place->second, std::move(child));
        }
    }
    into.file = from.file;
    into.line = from.line;
}

void apply_override(Node& root, const Override& change)
{
    const std::vector<std::string> parts = split_key(change.key);
    if (parts.empty()) {
        refuse(change, fmt::format("'{}' is not a key", change.key), "write parts joined by dots");
    }
    if (parts.front() == "extends") {
        refuse(change, "'extends' cannot be changed on the command line",
               "write a scenario file that extends the other one");
    }
    Node* place = &root;
    for (const std::string& part : parts) {
        place = &child_of(*place, part, change);
    }
    merge(*place, value_node(change));
}

}  // namespace qonys
