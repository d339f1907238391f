#include <fmt/format.h>

#include <algorithm>

#include "qonys/scenario/document.hpp"
#include "wording.hpp"

namespace qonys {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

std::string inline_table(const Node::Table& table)
{
    std::string text;
    for (const auto& [key, child] : table) {
        text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", wording::key(key), child.text());
    }
    return fmt::format("{{{}}}", text);
}

std::string inline_array(const Node::Array& array)
{
    std::string text;
    for (const Node& child : array) {
        text += fmt::format("{}{}", text.empty() ? "" : ", ", child.text());
    }
    return fmt::format("[{}]", text);
}

/// Lists of tables get a line for each table, so that a diff shows which one changed.
std::string canonical_value(const Node& node)
{
    const Node::Array* array = node.array();
    const auto is_table = [](const Node& child) { return child.table() != nullptr; };
    if (array == nullptr || std::none_of(array->begin(), array->end(), is_table)) {
        return node.text();
    }
    std::string text = "[\n";
    for (const Node& child : *array) {
        text += fmt::format("    {},\n", child.text());
    }
    return text + "]";
}

void write_lines(const Node::Table& table, const std::string& prefix, std::string& out)
{
    for (const auto& [key, child] : table) {
        const std::string full = wording::dotted(prefix, key);
        if (child.table() != nullptr && !child.table()->empty()) {
            write_lines(*child.table(), full, out);
        } else {
            out += fmt::format("{} = {}\n", full, canonical_value(child));
        }
    }
}

}  // namespace

std::string Node::text() const
{
    return std::visit(Overloaded{[](const Table& table) { return inline_table(table); },
                                 [](const Array& array) { return inline_array(array); },
                                 [](const std::string& text) { return wording::text(text); },
                                 [](std::int64_t number) { return fmt::format("{}", number); },
                                 [](double number) { return wording::number(number); },
                                 [](bool flag) { return std::string(flag ? "true" : "false"); }},
                      value);
}

std::string Node::kind_name() const
{
    return std::visit(
        Overloaded{[](const Table&) { return "a table"; }, [](const Array&) { return "a list"; },
                   [](const std::string&) { return "text"; },
                   [](std::int64_t) { return "a whole number"; }, [](double) { return "a number"; },
                   [](bool) { return "true or false"; }},
        value);
}

std::string Document::canonical_text() const
{
    std::string text;
    write_lines(*root_.table(), "", text);
    return text;
}

}  // namespace qonys
