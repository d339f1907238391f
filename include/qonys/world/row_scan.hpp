#pragma once

#include <emmintrin.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace qonys {

/// Columns are read 64 rows at a time, into one word with a bit for each row that is looked for.
/// Few rows are found, at places that nobody can foresee: finding them without a branch for each
/// costs less than the branches that are foretold wrongly.
inline constexpr std::size_t rows_of_word = 64;

namespace detail {

inline std::uint64_t word_of(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d)
{
    constexpr int rows = 16;
    return a | b << rows | c << (2 * rows) | d << (3 * rows);
}

/// The lowest `count` bits; all of them when there are more.
inline std::uint64_t first_bits(std::size_t count)
{
    return count >= rows_of_word ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

inline __m128i load(const void* at) { return _mm_loadu_si128(static_cast<const __m128i*>(at)); }

/// Bits of 64 rows of single bytes for which equal_at(first) says, 16 at a time, 0xff or 0.
template <class EqualAt>
std::uint64_t bits_of_bytes(EqualAt equal_at)
{
    const auto bits = [&](std::size_t first) {
        return static_cast<std::uint64_t>(
            static_cast<unsigned>(_mm_movemask_epi8(equal_at(first))));
    };
    return word_of(bits(0), bits(16), bits(32), bits(48));
}

inline std::uint64_t equal_bytes(const void* column, __m128i pattern)
{
    const auto* at = static_cast<const char*>(column);
    return bits_of_bytes(
        [&](std::size_t first) { return _mm_cmpeq_epi8(load(at + first), pattern); });
}

inline std::uint64_t equal_bytes(const void* column, const void* other)
{
    const auto* a = static_cast<const char*>(column);
    const auto* b = static_cast<const char*>(other);
    return bits_of_bytes(
        [&](std::size_t first) { return _mm_cmpeq_epi8(load(a + first), load(b + first)); });
}

/// Where 64 values from `first` on can be read: the column itself, or a copy of its end.
template <class T>
const T* whole_word(std::span<const T> column, std::size_t first, std::array<T, rows_of_word>& copy)
{
    if (first + rows_of_word <= column.size()) {
        return column.data() + first;
    }
    std::copy(column.begin() + static_cast<std::ptrdiff_t>(first), column.end(), copy.begin());
    return copy.data();
}

}  // namespace detail

/// Adds `first + bit` for each bit of the word, rising, to `rows`, of which `count` are in use and
/// which has room for 64 more. Returns how many are in use then.
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

/// Adds to `rows`, in order, the rows whose bit is set in word(first), which stands for the 64 rows
/// from `first` on; what it says of rows beyond the last does not count.
template <class Word>
void append_rows(std::size_t num_rows, Word word, std::vector<std::uint32_t>& rows)
{
    std::size_t count = rows.size();
    for (std::size_t first = 0; first < num_rows; first += rows_of_word) {
        if (rows.size() < count + rows_of_word) {
            rows.resize(std::max(2 * rows.size(), count + 4 * rows_of_word));
        }
        count = write_rows(word(first) & detail::first_bits(num_rows - first),
                           static_cast<std::uint32_t>(first), rows.data(), count);
    }
    rows.resize(count);
}

/// Adds the rows of a column of single bytes that equal `value`.
template <class T>
void append_rows_equal(std::span<const T> column, T value, std::vector<std::uint32_t>& rows)
{
    static_assert(sizeof(T) == 1);
    const __m128i pattern = _mm_set1_epi8(static_cast<char>(value));
    std::array<T, rows_of_word> copy{};
    append_rows(
        column.size(),
        [&](std::size_t first) {
            return detail::equal_bytes(detail::whole_word(column, first, copy), pattern);
        },
        rows);
}

/// Adds the rows in which two columns of single bytes differ.
template <class T>
void append_rows_that_differ(std::span<const T> a, std::span<const T> b,
                             std::vector<std::uint32_t>& rows)
{
    static_assert(sizeof(T) == 1);
    std::array<T, rows_of_word> copy_a{};
    std::array<T, rows_of_word> copy_b{};
    append_rows(
        a.size(),
        [&](std::size_t first) {
            return ~detail::equal_bytes(detail::whole_word(a, first, copy_a),
                                        detail::whole_word(b, first, copy_b));
        },
        rows);
}

/// Asks for a column's values of some rows ahead: the processor fetches many at once, where reading
/// row by row would wait for each.
template <class T>
void prefetch_rows(std::span<const T> column, std::span<const std::uint32_t> rows)
{
    for (const std::uint32_t row : rows) {
        __builtin_prefetch(column.data() + row);
    }
}

/// Calls visit(row), in order, for rows of a column of single bytes that equal `value` (or, with
/// `other`, differ from it). For what is rare: where nothing is found in 64 rows, nothing more is
/// done.
template <bool other, class T, class Visit>
void scan_rows(std::span<const T> column, T value, Visit visit)
{
    static_assert(sizeof(T) == 1);
    const __m128i pattern = _mm_set1_epi8(static_cast<char>(value));
    std::array<T, rows_of_word> copy{};
    for (std::size_t first = 0; first < column.size(); first += rows_of_word) {
        const std::uint64_t equal =
            detail::equal_bytes(detail::whole_word(column, first, copy), pattern);
        for (std::uint64_t word =
                 (other ? ~equal : equal) & detail::first_bits(column.size() - first);
             word != 0; word &= word - 1) {
            visit(first + static_cast<std::size_t>(std::countr_zero(word)));
        }
    }
}

}  // namespace qonys
