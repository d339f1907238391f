#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "process/life_log.hpp"
#include "qonys/process/process.hpp"
#include "qonys/world/world.hpp"

namespace qonys {

/// What links lead to: rows are told by their keys.
struct Surroundings {
    const Rows* people = nullptr;
    const Rows* households = nullptr;
    std::span<const std::span<const std::uint64_t>> replicated = {};  ///< keys, by table
};

/// The columns of one kind of subject that are told, and who says that he writes them.
class ToldTable {
public:
    /// `name` is that of a replicated or side table; people and households have none.
    ToldTable(const Schema& schema, std::uint8_t kind, const std::string& name, const Regions& regions);

    /// Columns that a process may have changed.
    void declare(const std::vector<ProcessInfo>& processes);
    [[nodiscard]] std::span<const std::uint16_t> written_by(std::size_t process) const
    {
        return written_[process];
    }
    [[nodiscard]] bool may_change_members(std::size_t process) const { return members_[process]; }
    [[nodiscard]] std::size_t size() const { return columns_.size(); }
    [[nodiscard]] std::uint8_t kind() const { return kind_; }
    [[nodiscard]] const std::string& of() const { return of_; }

    [[nodiscard]] std::span<const std::uint64_t> keys(const Rows& rows) const;
    [[nodiscard]] bool has_keys() const { return key_column_ < schema_->columns().size(); }
    /// Value of a told column; of a link, the key of the row that it leads to.
    [[nodiscard]] std::uint64_t value(const Rows& rows, std::size_t row, std::size_t column,
                                      const Surroundings& around) const;
    [[nodiscard]] std::string text(std::size_t column, std::uint64_t value) const;
    [[nodiscard]] const std::string& name(std::size_t column) const { return columns_[column].name; }

private:
    struct Column {
        std::size_t place;  ///< in the schema
        std::string name;
        ElementType type;
        std::size_t bytes;
        Refers refers;
        CellText text;
    };
    const Schema* schema_;
    std::uint8_t kind_;
    std::string of_;  ///< name of the table
    std::string prefix_;
    std::size_t key_column_;
    std::vector<Column> columns_;
    std::vector<std::uint16_t> all_;
    std::vector<std::vector<std::uint16_t>> written_;  ///< by process
    std::vector<bool> members_;
    const Regions* regions_;
};

}  // namespace qonys
