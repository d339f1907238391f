#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "qonys/core/id.hpp"
#include "qonys/world/columns.hpp"

namespace qonys {

using SideTableId = Id<struct SideTableTag, std::uint8_t>;  ///< one of the side tables

/// The columns of a side table: `key` and what a model adds.
struct SideSchema {
    std::string name;  ///< "kandas"
    std::string description;
    std::shared_ptr<Schema> columns;
    Column<PersonKey> key;  ///< of the person, the first column

    static SideSchema create(std::string name, std::string description);
};

/// What few people have: a row for each of them, in key order, in the shard where they live. A column of
/// everybody would cost 20 million times its width. Rows go with a person who is relocated, into
/// snapshots, and away with who is gone, at the next compaction; who looks for a row of somebody
/// alive never meets them before. Row numbers and spans hold until a row is added or erased.
class SideTable {
public:
    explicit SideTable(const SideSchema& schema);

    /// Row of a person, if he has one.
    [[nodiscard]] std::optional<std::size_t> find(PersonKey person) const;
    /// Adds a row with fill values for somebody who has none; returns it.
    std::size_t insert(PersonKey person);
    void erase(std::size_t row);

    template <class T>
    [[nodiscard]] std::span<T> operator[](Column<T> column)
    {
        return rows_[column];
    }
    template <class T>
    [[nodiscard]] std::span<const T> operator[](Column<T> column) const
    {
        return rows_[column];
    }
    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    /// For whoever packs and stores whole tables; keys must stay in order.
    [[nodiscard]] Rows& rows() { return rows_; }
    [[nodiscard]] const Rows& rows() const { return rows_; }

private:
    [[nodiscard]] std::size_t place_of(PersonKey person) const;

    Rows rows_;
    Column<PersonKey> key_;
};

}  // namespace qonys
