#include "qonys/world/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <numeric>
#include <optional>

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

namespace {

constexpr std::size_t cache_line = 64;

/// Up to as many rows, columns share a piece of memory, and it is kept for later where rows go.
constexpr std::size_t few_rows = 2048;

std::size_t in_lines(std::size_t bytes)
{
    return (bytes + cache_line - 1) / cache_line * cache_line;
}

Rows::Memory allocate(std::size_t bytes)
{
    auto* memory = static_cast<std::byte*>(
        std::aligned_alloc(cache_line, std::max(in_lines(bytes), cache_line)));
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return {memory, [](std::byte* held) { std::free(held); }};  // NOLINT: of aligned_alloc
}

}  // namespace

/// Memory for columns of a new capacity, one after the other. Those of a small table lie side by
/// side in one piece, wherever the allocator's past would put them: they are read together. Those
/// of a large one are moved one by one, so that not all are there twice.
class Rows::Room {
public:
    Room(const Schema& schema, std::size_t capacity) : capacity_(capacity)
    {
        if (capacity <= few_rows) {
            std::size_t bytes = 0;
            for (const ColumnInfo& info : schema.columns()) {
                bytes += with_gap(info);
            }
            piece_ = allocate(bytes);
        }
    }

    Memory next(const ColumnInfo& info)
    {
        if (!piece_) {
            return allocate(capacity_ * info.bytes);
        }
        Memory column(piece_, piece_.get() + used_);
        used_ += with_gap(info);
        return column;
    }

private:
    /// A line more than its rows need: with a power of two of rows, a row's cells would otherwise
    /// drive each other out of the cache.
    [[nodiscard]] std::size_t with_gap(const ColumnInfo& info) const
    {
        return in_lines(capacity_ * info.bytes) + cache_line;
    }

    std::size_t capacity_;
    std::size_t used_ = 0;
    Memory piece_;
};

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
    Room room(*schema_, capacity);
    for (std::size_t i = 0; i < memory_.size(); ++i) {
        const ColumnInfo& info = schema_->columns()[i];
        Memory fresh = room.next(info);
        if (size_ > 0) {
            std::memcpy(fresh.get(), memory_[i].get(), size_ * info.bytes);
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
    std::optional<Room> room;
    if (!in_place) {
        room.emplace(*schema_, capacity);
    }
    for (std::size_t i = 0; i < memory_.size(); ++i) {
        const ColumnInfo& info = schema_->columns()[i];
        Memory fresh = room ? room->next(info) : nullptr;
        std::byte* const from = memory_[i].get();
        std::byte* const to = room ? fresh.get() : from;
        switch (info.bytes) {
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
        if (room) {
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
