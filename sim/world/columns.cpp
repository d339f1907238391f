#include "qonys/world/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <numeric>

#include "qonys/core/error.hpp"

namespace qonys {

std::uint16_t Schema::add_column(ColumnInfo info)
{
    const bool taken = std::any_of(columns_.begin(), columns_.end(),
                                   [&](const ColumnInfo& other) { return other.name == info.name; });
    if (taken) {
        throw InternalError(fmt::format("column '{}' is added twice", info.name));
    }
    QONYS_EXPECT(info.refers == Refers::nothing || info.bytes == sizeof(PersonId));
    columns_.push_back(std::move(info));
    return static_cast<std::uint16_t>(columns_.size() - 1);
}

std::uint16_t Schema::index_of(std::string_view name, ElementType type) const
{
    const auto found = std::find_if(columns_.begin(), columns_.end(), [&](const ColumnInfo& info) {
        return info.name == name && info.type == type;
    });
    QONYS_EXPECT(found != columns_.end());
    return static_cast<std::uint16_t>(found - columns_.begin());
}

bool Schema::tell(std::string_view name, CellText text)
{
    const auto column = std::find_if(columns_.begin(), columns_.end(),
                                     [&](const ColumnInfo& info) { return info.name == name; });
    if (column == columns_.end()) {
        return false;
    }
    column->text = std::move(text);
    return true;
}

std::size_t Schema::bytes_per_row() const
{
    return std::accumulate(columns_.begin(), columns_.end(), std::size_t{0},
                           [](std::size_t sum, const ColumnInfo& info) { return sum + info.bytes; });
}

void Rows::Free::operator()(std::byte* memory) const { std::free(memory); }  // NOLINT: aligned_alloc

Rows::Memory Rows::allocate(std::size_t bytes)
{
    constexpr std::size_t line = 64;
    const std::size_t rounded = (bytes + line - 1) / line * line;
    auto* memory = static_cast<std::byte*>(std::aligned_alloc(line, std::max(rounded, line)));
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return Memory(memory);
}

Rows::Rows(std::shared_ptr<const Schema> schema)
    : schema_(std::move(schema)), memory_(schema_->columns().size())
{
}

Rows::Rows(const Rows& other) : Rows(other.schema_)
{
    if (other.size_ == 0) {
        return;
    }
    reallocate(other.size_);
    size_ = other.size_;
    for (std::size_t i = 0; i < memory_.size(); ++i) {
        std::memcpy(memory_[i].get(), other.memory_[i].get(), size_ * schema_->columns()[i].bytes);
    }
}

void Rows::reallocate(std::size_t capacity)
{
    for (std::size_t i = 0; i < memory_.size(); ++i) {
        const std::size_t bytes = schema_->columns()[i].bytes;
        Memory fresh = allocate(capacity * bytes);
        if (size_ > 0) {
            std::memcpy(fresh.get(), memory_[i].get(), size_ * bytes);
        }
        memory_[i] = std::move(fresh);
    }
    capacity_ = capacity;
}

void Rows::reserve(std::size_t rows)
{
    if (rows > capacity_) {
        reallocate(rows);
    }
}

namespace {

/// An eighth of headroom keeps memory near what is used; growth stays geometric.
std::size_t with_headroom(std::size_t rows)
{
    return rows + rows / 8 + 16;
}

template <class T>
void fill(std::byte* rows, std::uint64_t value, std::size_t count)
{
    std::fill_n(reinterpret_cast<T*>(rows), count, static_cast<T>(value));
}

}  // namespace

std::size_t Rows::append(std::size_t count)
{
    const std::size_t first = size_;
    if (first + count > capacity_) {
        reallocate(std::max(first + count, with_headroom(capacity_)));
    }
    size_ += count;
    for (std::size_t i = 0; i < memory_.size(); ++i) {
        const ColumnInfo& info = schema_->columns()[i];
        std::byte* rows = memory_[i].get() + first * info.bytes;
        switch (info.bytes) {
            case 1: fill<std::uint8_t>(rows, info.fill, count); break;
            case 2: fill<std::uint16_t>(rows, info.fill, count); break;
            case 4: fill<std::uint32_t>(rows, info.fill, count); break;
            default: fill<std::uint64_t>(rows, info.fill, count); break;
        }
    }
    return first;
}

namespace {

/// Beyond as many rows, memory is given back and not kept for later.
constexpr std::size_t few_rows = 2048;

/// Rising orders can be gathered where the rows are.
template <class T>
void gather(const std::byte* from, std::byte* to, std::span<const std::uint32_t> order)
{
    const T* source = reinterpret_cast<const T*>(from);
    T* target = reinterpret_cast<T*>(to);
    for (std::size_t i = 0; i < order.size(); ++i) {
        target[i] = source[order[i]];
    }
}

}  // namespace

void Rows::keep(std::span<const std::uint32_t> order)
{
    // Rows go on being added: without room for them all would be copied once more.
    const std::size_t capacity = with_headroom(order.size());
    // Small tables lose a row or two a month: asking for memory would cost more than that.
    const bool in_place = capacity_ <= few_rows && capacity_ <= 2 * capacity &&
                          std::is_sorted(order.begin(), order.end());
    for (std::size_t i = 0; i < memory_.size(); ++i) {
        const std::size_t bytes = schema_->columns()[i].bytes;
        Memory fresh = in_place ? nullptr : allocate(capacity * bytes);
        std::byte* const from = memory_[i].get();
        std::byte* const to = in_place ? from : fresh.get();
        switch (bytes) {
            case 1:
                gather<std::uint8_t>(from, to, order);
                break;
            case 2:
                gather<std::uint16_t>(from, to, order);
                break;
            case 4:
                gather<std::uint32_t>(from, to, order);
                break;
            default:
                gather<std::uint64_t>(from, to, order);
                break;
        }
        if (!in_place) {
            memory_[i] = std::move(fresh);
        }
    }
    size_ = order.size();
    capacity_ = in_place ? capacity_ : capacity;
}

Rows::Memory Rows::hand_over(std::size_t column)
{
    const std::size_t bytes = schema_->columns()[column].bytes;
    Memory fresh = allocate(capacity_ * bytes);
    if (size_ > 0) {
        std::memcpy(fresh.get(), memory_[column].get(), size_ * bytes);
    }
    std::swap(fresh, memory_[column]);
    return fresh;
}

std::span<std::byte> Rows::raw(std::size_t column)
{
    return {memory_[column].get(), size_ * schema_->columns()[column].bytes};
}

std::span<const std::byte> Rows::raw(std::size_t column) const
{
    return {memory_[column].get(), size_ * schema_->columns()[column].bytes};
}

std::size_t Rows::capacity_bytes() const { return capacity_ * schema_->bytes_per_row(); }

}  // namespace qonys
