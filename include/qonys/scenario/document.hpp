#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace qonys {

/// One value of a scenario file, with the place where it was written.
struct Node {
    using Table = std::map<std::string, Node, std::less<>>;
    using Array = std::vector<Node>;

    std::variant<Table, Array, std::string, std::int64_t, double, bool> value = Table{};
    std::string file;  ///< as the user named it; "--set" for overrides
    int line = 0;

    [[nodiscard]] const Table* table() const { return std::get_if<Table>(&value); }
    [[nodiscard]] const Array* array() const { return std::get_if<Array>(&value); }
    [[nodiscard]] std::string text() const;       ///< as TOML, for messages
    [[nodiscard]] std::string kind_name() const;  ///< "a table", "a number", ...
};

/// A change given on the command line: `kandas.quota.KZ-55=1500`.
struct Override {
    std::string key;    ///< dotted; a part with dots may be quoted; entries of lists count from 1
    std::string value;  ///< as TOML; a bare word counts as a string

    static Override parse(const std::string& text);  ///< throws InputError
};

/// A scenario file with what it extends and what the command line changes, merged: tables key by
/// key, everything else replaced. A sourced number {value, source, ...} is replaced as a whole, so
/// that a new value never keeps an old source. Cells laid over a CSV file or over one number for
/// all cells join it: `quota = "q.csv"` and `quota.KZ-55 = 1500` make `quota = {file = "q.csv",
/// KZ-55 = 1500}`. Dates (2025-01-01) are kept as strings.
class Document {
public:
    /// Reads `file`, the files that it extends (paths relative to each), then the overrides.
    /// Throws InputError: missing file, malformed TOML, a circle of extends.
    static Document load(const std::filesystem::path& file,
                         std::span<const Override> overrides = {});

    /// The same from text, as if `name` had been read; `folder` resolves relative paths.
    static Document parse(const std::string& text, const std::string& name,
                          const std::filesystem::path& folder = ".",
                          std::span<const Override> overrides = {});

    [[nodiscard]] const Node& root() const { return root_; }

    /// The same document with another value at the top, which keeps the place where it was written.
    [[nodiscard]] Document with(const std::string& key, Node value) const;

    /// The same document with TOML text laid over it as a file that extends it would be; `name` is
    /// what messages call the text, and its paths start from the folder of this document.
    [[nodiscard]] Document extended_by(const std::string& text, const std::string& name) const;

    /// Effective text in one spelling: keys sorted, one per line, no comments, no `extends`. Equal
    /// scenarios have equal texts; its SHA-256 is the scenario digest. Parses back to the same
    /// tree, except that file paths stay as they were written.
    [[nodiscard]] std::string canonical_text() const;

    /// The path that `node`, a text, names: relative to the TOML file in which it was written, or
    /// to the working directory when it comes from the command line.
    [[nodiscard]] std::filesystem::path resolve(const Node& node) const;

    /// Every TOML file that was read, in order.
    [[nodiscard]] const std::vector<std::filesystem::path>& files() const { return files_; }

private:
    class Loader;

    Node root_;
    std::string name_;              ///< of the first file
    std::filesystem::path folder_;  ///< of the first file
    std::vector<std::filesystem::path> files_;
};

}  // namespace qonys
