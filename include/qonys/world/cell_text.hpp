#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace qonys {

/// How a value of a column is put into words where somebody's life is told. Decides nothing else.
struct CellText {
    enum class Kind : std::uint8_t {
        number,
        index,    ///< of an id; nothing where it is invalid
        region,   ///< code of the region
        month,    ///< 2026-03; nothing for a month before 1900-02 and for never
        key,      ///< sixteen hexadecimal digits; nothing for 0
        row,      ///< key of a row of the replicated table `table`; nothing where invalid
        words,    ///< as `words` has it
        hidden    ///< not told: clocks and links that say nothing to people
    };
    Kind kind = Kind::number;
    std::uint8_t table = 0;
    std::function<std::string(std::uint64_t bits)> words;

    [[nodiscard]] static CellText month() { return {Kind::month, 0, {}}; }
    [[nodiscard]] static CellText key() { return {Kind::key, 0, {}}; }
    [[nodiscard]] static CellText hidden() { return {Kind::hidden, 0, {}}; }
    [[nodiscard]] static CellText row_of(std::uint8_t table) { return {Kind::row, table, {}}; }
    [[nodiscard]] static CellText by(std::function<std::string(std::uint64_t)> words)
    {
        return {Kind::words, 0, std::move(words)};
    }
    /// One word for each code from 0 on; other codes are told as numbers.
    [[nodiscard]] static CellText of(std::vector<std::string> codes);
};

}  // namespace qonys
