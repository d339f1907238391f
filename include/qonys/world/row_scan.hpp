#pragma once

#include <emmintrin.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace qonys {

/// Columns are read 64 rows at a time, into one word with a bit for each row that is looked for. Few rows
/// are found, at places that nobody can foresee: finding them without a branch for each costs less than
/// the branches that are foretold wrongly.
inline constexpr std::size_t rows_of_word = 64;

namespace detail {

inline std::uint64_t word_of(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d)
{
    constexpr int rows = 16;
    return a | b << rows | c << (2 * rows) | d << (3 * rows);
}

inline __m128i load(const void* at) { return _mm_loadu_si128(static_cast<const __m128i*>(at)); }

/// Bits of 64 rows of single bytes that equal `pattern`.
inline std::uint64_t equal_bytes(const void* column, __m128i pattern)
{
    const auto* at = static_cast<const char*>(column);
    const auto bits = [&](std::size_t first) {
        return static_cast<std::uint64_t>(static_cast<unsigned>(
            _mm_movemask_epi8(_mm_cmpeq_epi8(load(at + first), pattern))));
    };
    return word_of(bits(0), bits(16), bits(32), bits(48));
}

}  // namespace detail

/// Adds `first + bit` for each bit of the word, rising, to `rows`, of which `count` are in use and which has
/// room for 64 more. Returns how many are in use then.
inline std::size_t write_rows(std::uint64_t word, std::uint32_t first, std::uint32_t* rows,
                              std::size_t count)
{
    constexpr std::uint64_t top = std::uint64_t{1} << (rows_of_word - 1);
    constexpr int often_enough = 4;  // of the columns here, rarely more in a word
    for (int i = 0; i < often_enough; ++i) {
        rows[count] = first + static_cast<std::uint32_t>(std::countr_zero(word | top));
        count += word != 0 ? 1 : 0;
        word &= word - 1;
    }
    for (; word != 0; word &= word - 1) {
        rows[count++] = first + static_cast<std::uint32_t>(std::countr_zero(word));
    }
    return count;
}

/// Adds to `rows`, in order, the rows whose bit is set in word(first), for the 64 rows from `first` on;
/// those that are left over, fewer than 64, are asked of is_wanted(row).
template <class Word, class IsWanted>
void append_rows(std::size_t num_rows, Word word, IsWanted is_wanted,
                 std::vector<std::uint32_t>& rows)
{
    std::size_t count = rows.size();
    std::size_t row = 0;
    for (; row + rows_of_word <= num_rows; row += rows_of_word) {
        if (rows.size() < count + rows_of_word) {
            rows.resize(std::max(2 * rows.size(), count + 4 * rows_of_word));
        }
        count = write_rows(word(row), static_cast<std::uint32_t>(row), rows.data(), count);
    }
    rows.resize(count);
    for (; row < num_rows; ++row) {
        if (is_wanted(row)) {
            rows.push_back(static_cast<std::uint32_t>(row));
        }
    }
}

/// Adds the rows of a column of single bytes that equal `value`.
template <class T>
void append_rows_equal(std::span<const T> column, T value, std::vector<std::uint32_t>& rows)
{
    static_assert(sizeof(T) == 1);
    const __m128i pattern = _mm_set1_epi8(static_cast<char>(value));
    append_rows(
        column.size(),
        [&](std::size_t row) { return detail::equal_bytes(column.data() + row, pattern); },
        [&](std::size_t row) { return column[row] == value; }, rows);
}

/// Adds the rows in which two columns of single bytes differ.
template <class T>
void append_rows_that_differ(std::span<const T> a, std::span<const T> b,
                             std::vector<std::uint32_t>& rows)
{
    static_assert(sizeof(T) == 1);
    const auto differing = [&](std::size_t row) {
        const auto* left = reinterpret_cast<const char*>(a.data() + row);
        const auto* right = reinterpret_cast<const char*>(b.data() + row);
        const auto equal = [&](std::size_t first) {
            return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(
                _mm_cmpeq_epi8(detail::load(left + first), detail::load(right + first)))));
        };
        return ~detail::word_of(equal(0), equal(16), equal(32), equal(48));
    };
    append_rows(
        a.size(), differing, [&](std::size_t row) { return a[row] != b[row]; }, rows);
}

/// Asks for a column's values of some rows ahead: the processor fetches many at once, where reading row by
/// row would wait for each.
template <class T>
void prefetch_rows(std::span<const T> column, std::span<const std::uint32_t> rows)
{
    for (const std::uint32_t row : rows) {
        __builtin_prefetch(column.data() + row);
    }
}

/// Calls visit(row), in order, for rows of a column of single bytes that equal `value` (or, with `other`,
/// differ from it). For what is rare: where nothing is found in 64 rows, nothing more is done.
template <bool other, class T, class Visit>
void scan_rows(std::span<const T> column, T value, Visit visit)
{
    static_assert(sizeof(T) == 1);
    const __m128i pattern = _mm_set1_epi8(static_cast<char>(value));
    std::size_t row = 0;
    for (; row + rows_of_word <= column.size(); row += rows_of_word) {
        const std::uint64_t equal = detail::equal_bytes(column.data() + row, pattern);
        for (std::uint64_t word = other ? ~equal : equal; word != 0; word &= word - 1) {
            visit(row + static_cast<std::size_t>(std::countr_zero(word)));
        }
    }
    for (; row < column.size(); ++row) {
        if ((column[row] == value) != other) {
            visit(row);
        }
    }
}

}  // namespace qonys
