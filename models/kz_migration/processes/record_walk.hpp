#pragma once

#include <optional>
#include <span>

#include "qonys/world/side_table.hpp"

namespace qonys::models::kz_migration {

/// Finds the records of people who are looked at row by row. People and records lie nearly in the
/// same order, that of keys: the next one is looked for where the last was, and by bisection only
/// for those who came later. While it walks, no record may be added or dropped.
class RecordWalk {
public:
    explicit RecordWalk(const SideTable& table, Column<PersonKey> key)
        : table_(table), keys_(table[key])
    {}
    [[nodiscard]] std::optional<std::size_t> find(PersonKey person)
    {
        if (next_ > 0 && keys_[next_ - 1] >= person) {
            return table_.find(person);
        }
        while (next_ < keys_.size() && keys_[next_] < person) {
            ++next_;
        }
        return next_ < keys_.size() && keys_[next_] == person ? std::optional(next_)
                                                               : std::nullopt;
    }

private:
    const SideTable& table_;
    std::span<const PersonKey> keys_;
    std::size_t next_ = 0;  ///< all before it are of lower keys than was asked for last
};

}  // namespace qonys::models::kz_migration
