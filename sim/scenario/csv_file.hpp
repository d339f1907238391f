#pragma once

#include <cstddef>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "qonys/core/error.hpp"

namespace qonys {

/// A CSV file in memory: UTF-8 with or without a byte-order mark, LF or CRLF, commas, fields quoted
/// where needed. Fields are views into its text, so that half a million rows cost no allocations.
class CsvFile {
public:
    /// Reads and digests `path`, which must be readable. What is wrong with its form is added to
    /// `problems`; such a file has is_sound() false and must not be used further.
    static std::shared_ptr<const CsvFile> read(const std::filesystem::path& path,
                                               std::vector<Problem>& problems);

    CsvFile(const CsvFile&) = delete;
    CsvFile& operator=(const CsvFile&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }  ///< for messages
    [[nodiscard]] const std::string& sha256() const { return sha256_; }
    [[nodiscard]] bool is_sound() const { return is_sound_; }

    [[nodiscard]] const std::vector<std::string_view>& header() const { return header_; }
    [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
    [[nodiscard]] std::size_t num_rows() const { return lines_.size(); }
    [[nodiscard]] std::string_view field(std::size_t row, std::size_t column) const
    {
        return fields_[row * header_.size() + column];
    }
    [[nodiscard]] int line(std::size_t row) const { return lines_[row]; }

    [[nodiscard]] Problem problem(int line, std::string what, std::string why,
                                  std::string hint) const;

private:
    class Parser;
    CsvFile() = default;

    std::string name_;
    std::string text_;
    std::string sha256_;
    std::deque<std::string> unquoted_;  ///< fields that held doubled quotes
    std::vector<std::string_view> header_;
    std::vector<std::string_view> fields_;
    std::vector<int> lines_;
    bool is_sound_ = true;
};

}  // namespace qonys
