#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "qonys/core/contract.hpp"
#include "qonys/core/id.hpp"
#include "qonys/world/cell_text.hpp"

namespace qonys {

/// What a column's rows refer to; links to rows are mended when rows move.
enum class Refers : std::uint8_t { nothing, person, household };

/// Handle of a typed column of people or of households; handed out once, at registration.
template <class T>
class Column {
public:
    using value_type = T;
    constexpr Column() = default;
    constexpr explicit Column(std::uint16_t index) : index_(index) {}
    [[nodiscard]] constexpr std::uint16_t index() const { return index_; }
    [[nodiscard]] constexpr bool valid() const { return index_ != UINT16_MAX; }

private:
    std::uint16_t index_ = UINT16_MAX;
};

/// Representation of one value on disk and in Python.
enum class ElementType : std::uint8_t { u8, i8, u16, i16, u32, i32, u64, i64, f64 };

struct ColumnInfo {
    std::string name;
    std::string description;
    ElementType type;
    std::size_t bytes;
    std::uint64_t fill;  ///< bits of the value of a new row
    Refers refers;
    CellText text = {};  ///< by its type, unless `tell` says otherwise
};

/// The columns of people or of households, the same in every shard.
class Schema {
public:
    /// `fill` is the value of new rows.
    template <class T>
    Column<T> add(std::string name, std::string description, T fill, Refers refers = Refers::nothing);

    /// Says how values are put into words; false when there is no column of this name.
    bool tell(std::string_view name, CellText text);

    /// Handle of a column that was added under this name with this type; EXPECTs that it was.
    template <class T>
    [[nodiscard]] Column<T> find(std::string_view name) const;

    [[nodiscard]] const std::vector<ColumnInfo>& columns() const { return columns_; }
    [[nodiscard]] std::size_t bytes_per_row() const;

private:
    std::uint16_t add_column(ColumnInfo info);  ///< refuses a name that is taken
    [[nodiscard]] std::uint16_t index_of(std::string_view name, ElementType type) const;
    std::vector<ColumnInfo> columns_;
};

/// Rows of one entity in one shard: a struct of columns. Row numbers are stable until `keep`.
class Rows {
public:
    explicit Rows(std::shared_ptr<const Schema> schema);
    Rows(const Rows& other);
    Rows& operator=(const Rows&) = delete;
    Rows(Rows&&) noexcept = default;
    Rows& operator=(Rows&&) noexcept = default;
    ~Rows() = default;

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] const Schema& schema() const { return *schema_; }

    template <class T>
    [[nodiscard]] std::span<T> operator[](Column<T> column)
    {
        return {static_cast<T*>(checked<T>(column.index())), size_};
    }
    template <class T>
    [[nodiscard]] std::span<const T> operator[](Column<T> column) const
    {
        return {static_cast<const T*>(checked<T>(column.index())), size_};
    }

    /// Adds rows with fill values; returns the first. Spans taken before are void.
    std::size_t append(std::size_t count);
    void reserve(std::size_t rows);

    /// New row i is old row order[i]; rows not named are dropped. Memory beyond is given back.
    void keep(std::span<const std::uint32_t> order);

    /// Memory in which a column lies, freed with the last who holds it.
    using Memory = std::shared_ptr<std::byte>;

    /// Goes on with a copy of a column and hands over the memory that it lay in, for whoever still
    /// looks at it: it stays as it is now. Spans of the column taken before are void.
    [[nodiscard]] Memory hand_over(std::size_t column);

    [[nodiscard]] std::span<std::byte> raw(std::size_t column);
    [[nodiscard]] std::span<const std::byte> raw(std::size_t column) const;
    [[nodiscard]] std::size_t capacity_bytes() const;

private:
    class Room;
    void reallocate(std::size_t capacity);

    template <class T>
    [[nodiscard]] void* checked(std::uint16_t index) const
    {
        QONYS_ASSERT(index < memory_.size() && schema_->columns()[index].bytes == sizeof(T));
        return memory_[index].get();
    }

    std::shared_ptr<const Schema> schema_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
    std::vector<Memory> memory_;
};

template <class T>
constexpr ElementType element_type()
{
    if constexpr (std::is_enum_v<T>) {
        return element_type<std::underlying_type_t<T>>();
    } else if constexpr (std::is_same_v<T, double>) {
        return ElementType::f64;
    } else if constexpr (std::is_class_v<T>) {
        return element_type<decltype(T{}.value())>();
    } else {
        constexpr bool is_signed = std::is_signed_v<T>;
        switch (sizeof(T)) {
            case 1: return is_signed ? ElementType::i8 : ElementType::u8;
            case 2: return is_signed ? ElementType::i16 : ElementType::u16;
            case 4: return is_signed ? ElementType::i32 : ElementType::u32;
            default: return is_signed ? ElementType::i64 : ElementType::u64;
        }
    }
}

template <class T>
constexpr CellText::Kind told_by_type()
{
    if constexpr (std::is_same_v<T, RegionId>) {
        return CellText::Kind::region;
    } else if constexpr (std::is_same_v<T, PersonKey> || std::is_same_v<T, HouseholdKey>) {
        return CellText::Kind::hidden;  // a row's own name
    } else if constexpr (requires { T::invalid(); }) {
        return CellText::Kind::index;
    } else {
        return CellText::Kind::number;
    }
}

template <class T>
Column<T> Schema::add(std::string name, std::string description, T fill, Refers refers)
{
    static_assert(std::is_trivially_copyable_v<T> && sizeof(T) <= sizeof(std::uint64_t));
    std::uint64_t bits = 0;
    __builtin_memcpy(&bits, &fill, sizeof(T));
    return Column<T>(add_column({std::move(name), std::move(description), element_type<T>(),
                                 sizeof(T), bits, refers, {told_by_type<T>(), 0, {}}}));
}

template <class T>
Column<T> Schema::find(std::string_view name) const
{
    return Column<T>(index_of(name, element_type<T>()));
}

}  // namespace qonys
