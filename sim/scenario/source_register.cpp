#include "source_register.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "qonys/core/error.hpp"
#include "toml_tree.hpp"

namespace qonys {
namespace {

constexpr const char* register_name = "SOURCES.toml";

/// The text or whole number under `key`; empty when there is neither.
std::string text_of(const Node::Table& table, std::string_view key)
{
    const auto found = table.find(key);
    if (found == table.end()) {
        return {};
    }
    if (const auto* number = std::get_if<std::int64_t>(&found->second.value)) {
        return fmt::format("{}", *number);
    }
    const auto* text = std::get_if<std::string>(&found->second.value);
    return text == nullptr ? std::string() : *text;
}

Provenance provenance_of(const Node::Table& entry)
{
    const std::string publisher = text_of(entry, "publisher");
    const std::string title = text_of(entry, "title");
    Provenance provenance;
    provenance.source =
        publisher.empty() || title.empty() ? publisher + title : publisher + ": " + title;
    provenance.year = text_of(entry, "year");
    provenance.grade = text_of(entry, "grade");
    provenance.note = text_of(entry, "grade_note");
    provenance.assumption = provenance.grade == "D";
    return provenance;
}

}  // namespace

SourceRegister SourceRegister::read(const std::filesystem::path& folder,
                                    std::vector<Problem>& problems)
{
    SourceRegister result;
    const std::filesystem::path file = folder / register_name;
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return result;
    }
    std::ostringstream text;
    text << in.rdbuf();
    try {
        const Node root = parse_toml(text.str(), file.string());
        const auto tables = root.table()->find("table");
        if (tables == root.table()->end() || tables->second.table() == nullptr) {
            return result;
        }
        for (const auto& [name, node] : *tables->second.table()) {
            if (const Node::Table* entry = node.table()) {
                result.tables_[name] = {provenance_of(*entry), text_of(*entry, "sha256")};
            }
        }
    } catch (const InputError& error) {
        problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
    return result;
}

std::optional<Provenance> SourceRegister::find(const std::string& name,
                                               const std::string& sha256) const
{
    const auto found = tables_.find(name);
    if (found == tables_.end()) {
        return std::nullopt;
    }
    Provenance provenance = found->second.provenance;
    if (!found->second.sha256.empty() && found->second.sha256 != sha256) {
        provenance.source += " (the file has changed since)";
    }
    return provenance;
}

}  // namespace qonys
