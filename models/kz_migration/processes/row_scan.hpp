#pragma once

#include <emmintrin.h>

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

namespace qonys::models::kz_migration {

/// Rows of a column of single bytes, 16 at a time: a column of everybody is read in a moment.
/// Calls visit(row) for rows whose byte equals `value` (or, with `other`, differs from it), in
/// order.
template <bool other, class T, class Visit>
void scan_rows(std::span<const T> column, T value, Visit visit)
{
    static_assert(sizeof(T) == 1);
    const __m128i pattern = _mm_set1_epi8(static_cast<char>(value));
    std::size_t row = 0;
    for (; row + 16 <= column.size(); row += 16) {
        const auto* at = reinterpret_cast<const __m128i*>(column.data() + row);
        const auto equal =
            static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(at), pattern)));
        for (unsigned mask = other ? equal ^ 0xffffU : equal; mask != 0; mask &= mask - 1) {
            visit(row + static_cast<std::size_t>(std::countr_zero(mask)));
        }
    }
    for (; row < column.size(); ++row) {
        if ((column[row] == value) != other) {
            visit(row);
        }
    }
}

template <class T>
void append_rows_equal(std::span<const T> column, T value, std::vector<std::uint32_t>& rows)
{
    scan_rows<false>(column, value,
                     [&](std::size_t row) { rows.push_back(static_cast<std::uint32_t>(row)); });
}

}  // namespace qonys::models::kz_migration
