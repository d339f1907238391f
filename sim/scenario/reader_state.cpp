#include "reader_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "qonys/core/digest.hpp"
#include "qonys/core/name.hpp"
#include "sourced.hpp"
#include "wording.hpp"

namespace qonys {

Entry ReaderState::ask(const Node* table, const std::string& prefix, std::string_view key,
                       const ParameterInfo& info)
{
    asked[prefix].emplace(key);
    const Node* node = nullptr;
    if (table != nullptr) {
        const auto found = table->table()->find(key);
        node = found == table->table()->end() ? nullptr : &found->second;
    }
    const Node* around = table != nullptr ? table : &document.root();
    return Entry{.node = node,
                 .place = node != nullptr ? node : around,
                 .key = wording::dotted(prefix, key),
                 .section = prefix,
                 .info = info};
}

void ReaderState::note(const Node& place, std::string_view key, std::string what, std::string why,
                       std::string hint)
{
    const bool is_table = place.table() != nullptr;
    problems.push_back({.file = place.file,
                        .line = place.line,
                        .key = std::string(key),
                        .value = is_table ? std::string() : place.text(),
                        .what = std::move(what),
                        .why = std::move(why),
                        .hint = std::move(hint)});
}

void ReaderState::note_missing(const Entry& entry)
{
    const std::string_view why = entry.info.why.empty() ? entry.info.description : entry.info.why;
    note(*entry.place, entry.key, fmt::format("missing key '{}'", entry.key), std::string(why),
         entry.section.empty() ? "add it above the first [section]"
                               : fmt::format("add it to [{}]", entry.section));
}

void ReaderState::note_kind(const Node& node, std::string_view key, std::string_view expected,
                            std::string hint)
{
    const std::string found = node.table() != nullptr || node.array() != nullptr
                                  ? std::string(key)
                                  : fmt::format("{} = {}", key, node.text());
    note(node, key, fmt::format("{} is {} where {} is expected", found, node.kind_name(), expected),
         {}, std::move(hint));
}

void ReaderState::absent(const Entry& entry, std::optional<std::string> default_text)
{
    if (default_text) {
        remember(entry, *std::move(default_text), true);
    } else {
        note_missing(entry);
    }
}

void ReaderState::remember(const Entry& entry, std::string value, bool is_default,
                           Provenance provenance)
{
    if (remembered_.insert(entry.key).second) {
        parameters.push_back({.key = entry.key,
                              .value = std::move(value),
                              .unit = std::string(entry.info.unit),
                              .description = std::string(entry.info.description),
                              .is_default = is_default,
                              .provenance = std::move(provenance)});
    }
}

std::optional<CheckedNumber> ReaderState::number(const Node& node, const std::string& key,
                                                 const Bounds& bounds, const ParameterInfo& info)
{
    const auto sourced = read_sourced(node, key, info, problems);
    if (!sourced) {
        return std::nullopt;
    }
    const Node& written = *sourced->value;
    const std::optional<double> value = as_number(written);
    if (!value) {
        const auto* text = std::get_if<std::string>(&written.value);
        const bool is_quoted =
            text != nullptr && text->find_first_not_of("+-.0123456789") == std::string::npos;
        note_kind(written, key, "a number", is_quoted ? "remove the quotes" : "");
        return std::nullopt;
    }
    if (!std::isfinite(*value) || !bounds.contain(*value)) {
        note(written, key, fmt::format("{} = {} is outside {}", key, written.text(), bounds.text()),
             std::string(info.why), wording::bounds_hint(*value, bounds));
        return std::nullopt;
    }
    return CheckedNumber{
        .value = *value, .text = written.text(), .provenance = sourced->provenance};
}

std::optional<std::string> ReaderState::text(const Entry& entry)
{
    if (const auto* text = std::get_if<std::string>(&entry.node->value)) {
        return *text;
    }
    const bool is_plain = entry.node->table() == nullptr && entry.node->array() == nullptr;
    note_kind(*entry.node, entry.key, "text", is_plain ? "write it in quotes" : "");
    return std::nullopt;
}

std::optional<std::filesystem::path> ReaderState::file(const Node& node, const std::string& key)
{
    std::filesystem::path path = document.resolve(node);
    const std::string fault = wording::file_fault(path);
    if (fault.empty()) {
        return path;
    }
    note(node, key, fmt::format("{} = {}: {}", key, node.text(), fault),
         node.file == "--set" ? "paths given with --set are relative to the working directory"
                              : "paths are relative to the file that names them",
         wording::missing_file_hint(path));
    return std::nullopt;
}

std::shared_ptr<const CsvFile> ReaderState::csv(const Node& node, const std::string& key)
{
    const auto path = file(node, key);
    if (!path) {
        return nullptr;
    }
    auto& cached = csv_files_[std::filesystem::canonical(*path).string()];
    if (cached == nullptr) {
        cached = CsvFile::read(*path, problems);
        InputFile& listed = input(*path, node);
        listed.sha256 = cached->sha256();
        listed.rows = cached->num_rows();
    }
    return cached->is_sound() ? cached : nullptr;
}

Provenance ReaderState::origin(const CsvFile& csv, const Node& node)
{
    const std::filesystem::path path = csv.name();
    const std::string folder = path.parent_path().string();
    auto found = registers_.find(folder);
    if (found == registers_.end()) {
        found = registers_.emplace(folder, SourceRegister::read(folder, problems)).first;
    }
    Provenance plain;
    plain.source = std::get<std::string>(node.value);
    return found->second.find(path.stem().string(), csv.sha256()).value_or(plain);
}

namespace {

/// "value -5 is outside [0, inf)" without the range: readers of one cell may allow different ones.
std::string without_range(std::string what)
{
    constexpr std::string_view mark = " outside ";
    const std::size_t begin = what.find(mark);
    const std::size_t end = what.find_first_of(")]", begin);
    return begin == std::string::npos || end == std::string::npos
               ? what
               : what.erase(begin, end + 1 - begin);
}

}  // namespace

std::vector<Problem> ReaderState::distinct_problems() const
{
    std::vector<Problem> distinct;
    std::map<std::tuple<std::string, int, std::string, std::string>, std::size_t> places;
    for (const Problem& problem : problems) {
        const auto [place, fresh] = places.try_emplace(
            {problem.file, problem.line, problem.key, without_range(problem.what)},
            distinct.size());
        if (fresh) {
            distinct.push_back(problem);
        } else if (distinct[place->second].why.empty() && !problem.why.empty()) {
            distinct[place->second] = problem;
        }
    }
    return distinct;
}

InputFile& ReaderState::input(const std::filesystem::path& path, const Node& node)
{
    const auto [place, fresh] =
        input_places_.emplace(std::filesystem::canonical(path).string(), inputs.size());
    if (fresh) {
        inputs.push_back({.path = std::get<std::string>(node.value), .sha256 = {}, .rows = 0});
    }
    return inputs[place->second];
}

void ReaderState::note_unknown_keys(const Node::Table& table, const std::string& prefix)
{
    for (const auto& [key, node] : table) {
        const std::string full = wording::dotted(prefix, key);
        if (!asked[prefix].contains(key)) {
            note(node, full, fmt::format("unknown key '{}'", full), "would be ignored",
                 known_name_hint(prefix, key));
            continue;
        }
        if (node.table() != nullptr && asked.contains(full)) {
            note_unknown_keys(*node.table(), full);
        }
        const Node::Array* array = node.array();
        for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
            const std::string entry = fmt::format("{}.{}", full, i + 1);
            if ((*array)[i].table() != nullptr && asked.contains(entry)) {
                note_unknown_keys(*(*array)[i].table(), entry);
            }
        }
    }
}

/// The nearest name in the same table; else the same name in another one; else the nearest of all.
std::string ReaderState::known_name_hint(const std::string& prefix, const std::string& key) const
{
    const std::set<std::string>& beside = asked.at(prefix);
    const std::vector<std::string> siblings(beside.begin(), beside.end());
    const std::string sibling = nearest_name(key, siblings);
    if (!sibling.empty()) {
        return fmt::format("did you mean '{}'?", wording::dotted(prefix, sibling));
    }
    std::vector<std::string> everywhere;
    for (const auto& [table, names] : asked) {
        for (const std::string& name : names) {
            everywhere.push_back(wording::dotted(table, name));
            if (name == key) {
                return fmt::format("did you mean '{}'?", everywhere.back());
            }
        }
    }
    const std::string hint = wording::did_you_mean(wording::dotted(prefix, key), everywhere);
    if (!hint.empty() || siblings.empty()) {
        return hint.empty() ? "remove it" : hint;
    }
    const std::size_t shown = std::min(wording::num_examples, siblings.size());
    return fmt::format("known here are {}",
                       wording::first_few(std::span(siblings).first(shown), siblings.size()));
}

}  // namespace qonys
