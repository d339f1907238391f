#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "qonys/core/error.hpp"
#include "qonys/core/month.hpp"
#include "qonys/core/quantity.hpp"
#include "qonys/scenario/document.hpp"
#include "qonys/table/table.hpp"

namespace qonys {

/// Where a number comes from, as far as the scenario says: `x = {value = 1.2, source = "..."}`.
struct Provenance {
    std::string source;       ///< publication; of a CSV file what SOURCES.toml beside it says
    std::string year;         ///< that it describes, "2014" or "2010-2014"
    std::string grade;        ///< A to D: of a figure its quality, of an effect its evidence
    std::string note;         ///< one sentence
    bool assumption = false;  ///< grade D, or `assumption = true`
};

/// A value that some part of the program has read: what `qonys describe` lists.
struct ReadParameter {
    std::string key;    ///< full dotted key
    std::string value;  ///< effective value, as text; tables by size
    std::string unit;
    std::string description;
    bool is_default = false;  ///< the scenario did not say
    Provenance provenance;
};

/// A file that a scenario reads besides TOML.
struct InputFile {
    std::filesystem::path path;  ///< as written in the scenario
    std::string sha256;
    std::size_t rows = 0;  ///< of a table or an axis; 0 when only its path was asked for
};

/// Closed or open interval of legal values.
struct Bounds {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool low_open = false;  ///< low itself is not legal
    bool high_open = false;

    static constexpr Bounds any() { return {}; }
    static constexpr Bounds at_least(double low) { return {.low = low}; }
    static constexpr Bounds above(double low) { return {.low = low, .low_open = true}; }
    static constexpr Bounds within(double low, double high) { return {.low = low, .high = high}; }
    [[nodiscard]] bool contain(double value) const;
    [[nodiscard]] std::string text() const;  ///< "(0, 1]"
};

/// What a parameter is, said once where it is read.
struct ParameterInfo {
    std::string_view unit;         ///< "-", "persons", "KZT/month", "1/year"
    std::string_view description;  ///< one phrase
    std::string_view why = {};     ///< why bounds matter; printed in brackets when they are broken
};

class ReaderState;

/// Reads a Document key by key. Gathers every problem, never the first only: a getter that meets
/// one notes it and returns its fallback; `throw_if_any` ends the reading. A key that nobody asked
/// for is unknown, and reported with the nearest known name.
class Reader {
public:
    explicit Reader(const Document& document);
    ~Reader();
    Reader(Reader&&) noexcept;

    /// The table under `key`; missing counts as empty. Shares problems with this reader.
    [[nodiscard]] Reader section(std::string_view key);
    /// The tables of an array of tables, `[[measure]]`; missing counts as none. In full keys the
    /// first is `measure.1`.
    [[nodiscard]] std::vector<Reader> sections(std::string_view key);

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::vector<std::string> keys() const;  ///< keys of this table, sorted

    // Without a fallback the key is required. Numbers may be sourced: {value, source, year, grade}.
    double number(std::string_view key, Bounds bounds, const ParameterInfo& info,
                  std::optional<double> fallback = std::nullopt);
    std::int64_t integer(std::string_view key, Bounds bounds, const ParameterInfo& info,
                         std::optional<std::int64_t> fallback = std::nullopt);
    bool boolean(std::string_view key, const ParameterInfo& info,
                 std::optional<bool> fallback = std::nullopt);
    std::string text(std::string_view key, const ParameterInfo& info,
                     std::optional<std::string> fallback = std::nullopt);
    /// One of the known words.
    std::string word(std::string_view key, std::span<const std::string> known,
                     const ParameterInfo& info, std::optional<std::string> fallback = std::nullopt);
    /// "2027-01" or "2027-01-01".
    Month month(std::string_view key, const ParameterInfo& info,
                std::optional<Month> fallback = std::nullopt);
    /// A list of texts, or one text; missing counts as none.
    std::vector<std::string> texts(std::string_view key, const ParameterInfo& info);

    // Quantities: the same with the type that carries the unit.
    AnnualRate annual_rate(std::string_view key, const ParameterInfo& info,
                           std::optional<AnnualRate> fallback = std::nullopt);
    AnnualProbability annual_probability(std::string_view key, const ParameterInfo& info,
                                         std::optional<AnnualProbability> fallback = std::nullopt);
    MonthlyProbability monthly_probability(
        std::string_view key, const ParameterInfo& info,
        std::optional<MonthlyProbability> fallback = std::nullopt);
    Share share(std::string_view key, const ParameterInfo& info,
                std::optional<Share> fallback = std::nullopt);

    /// A file named by the scenario, relative to the TOML file that names it; must exist.
    std::filesystem::path file(std::string_view key, const ParameterInfo& info);
    /// An axis from a CSV with columns code, label (or name_en).
    Axis axis(std::string_view key, std::string_view axis_name, const ParameterInfo& info);

    /// A table over axes: a CSV file (header: axis names and `value`), one number for every cell,
    /// or a TOML table of codes of the first axis, nested for the others, over `file` or `default`.
    /// Such a table may say where it comes from: `source`, `year`, `grade`, `assumption`, `note`.
    /// Missing, double, unknown and illegal cells are problems that name them. Rows and keys whose
    /// code is not on an axis are unknown, except on axes named in `partial`, where they are
    /// skipped.
    template <class Value, class... Indices>
    Table<Value, Indices...> table(std::string_view key,
                                   const typename Table<Value, Indices...>::Axes& axes,
                                   Bounds bounds, const ParameterInfo& info,
                                   std::span<const std::string_view> partial = {});

    void problem(std::string_view key, std::string what, std::string why, std::string hint);

    /// Notes every key of the document that nobody asked for. Call on the root reader at the end.
    void finish();
    void throw_if_any() const;
    [[nodiscard]] const std::vector<Problem>& problems() const;
    [[nodiscard]] const std::vector<ReadParameter>& parameters() const;
    [[nodiscard]] const std::vector<InputFile>& inputs() const;

private:
    Reader(std::shared_ptr<ReaderState> shared, const Node* node, std::string prefix);
    std::vector<double> table_values(std::string_view key, std::span<const Axis> axes,
                                     Bounds bounds, const ParameterInfo& info,
                                     std::span<const std::string_view> partial);

    std::shared_ptr<ReaderState> shared_;
    const Node* node_;    ///< table being read; null when the section is missing
    std::string prefix_;  ///< full dotted key of this table
};

template <class Value, class... Indices>
Table<Value, Indices...> Reader::table(std::string_view key,
                                       const typename Table<Value, Indices...>::Axes& axes,
                                       Bounds bounds, const ParameterInfo& info,
                                       std::span<const std::string_view> partial)
{
    Table<Value, Indices...> result(axes);
    const std::vector<double> values = table_values(key, axes, bounds, info, partial);
    for (std::size_t i = 0; i < values.size(); ++i) {
        result.values()[i] = static_cast<Value>(values[i]);
    }
    return result;
}

}  // namespace qonys
