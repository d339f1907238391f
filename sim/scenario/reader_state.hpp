#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "csv_file.hpp"
#include "qonys/scenario/reader.hpp"
#include "source_register.hpp"

namespace qonys {

/// A key that is being read: its node, if the scenario has one, and what it is for.
struct Entry {
    const Node* node;   ///< null when the scenario does not say
    const Node* place;  ///< where to point when something is wrong
    std::string key;    ///< full dotted key
    std::string section;
    const ParameterInfo& info;
};

/// A number that was read and lies within its bounds.
struct CheckedNumber {
    double value;
    std::string text;  ///< as written
    Provenance provenance;
};

/// What all readers of one document share: problems, what was read, and files already in memory.
class ReaderState {
public:
    explicit ReaderState(const Document& from) : document(from) {}

    static constexpr ParameterInfo no_info{.unit = "", .description = ""};

    const Document& document;
    std::vector<Problem> problems;
    std::vector<ReadParameter> parameters;
    std::vector<InputFile> inputs;
    std::map<std::string, std::set<std::string>>
        asked;  ///< names asked for, by full key of the table

    /// `table` is null, and `prefix` still its full key, when a section is missing.
    Entry ask(const Node* table, const std::string& prefix, std::string_view key,
              const ParameterInfo& info = no_info);

    void note(const Node& place, std::string_view key, std::string what, std::string why,
              std::string hint);
    void note_missing(const Entry& entry);
    void note_kind(const Node& node, std::string_view key, std::string_view expected,
                   std::string hint = {});

    /// The scenario is silent: the default is noted, or that there is none.
    void absent(const Entry& entry, std::optional<std::string> default_text);
    void remember(const Entry& entry, std::string value, bool is_default = false,
                  Provenance provenance = {});

    /// The number at `node`, perhaps a sourced one; nothing, and a problem, when it is unfit.
    std::optional<CheckedNumber> number(const Node& node, const std::string& key,
                                        const Bounds& bounds, const ParameterInfo& info);
    std::optional<std::string> text(const Entry& entry);

    /// The path named by a text node, when it can be read.
    std::optional<std::filesystem::path> file(const Node& node, const std::string& key);
    /// The CSV file named by a text node: read and listed once. Null when it is missing or unsound.
    std::shared_ptr<const CsvFile> csv(const Node& node, const std::string& key);
    /// Where the file comes from: what the register beside it says, else its name.
    Provenance origin(const CsvFile& csv, const Node& node);
    InputFile& input(const std::filesystem::path& path, const Node& node);

    /// Each fault once, however many readers met it.
    [[nodiscard]] std::vector<Problem> distinct_problems() const;

    void note_unknown_keys(const Node::Table& table, const std::string& prefix);
    [[nodiscard]] std::string known_name_hint(const std::string& prefix,
                                              const std::string& key) const;

private:
    std::map<std::string, std::shared_ptr<const CsvFile>> csv_files_;  ///< by canonical path
    std::map<std::string, SourceRegister> registers_;  ///< by folder
    std::map<std::string, std::size_t> input_places_;                  ///< by canonical path
    std::set<std::string> remembered_;
};

}  // namespace qonys
