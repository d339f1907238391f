#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "process/followed_rows.hpp"

namespace qonys {

/// What people of one shard who are followed have in one side table, as it was last seen. Told as a
/// part of their lives: "loans" is open or ended, "loans.outstanding" went from one value to
/// another.
class FollowedRecords {
public:
    using Look = FollowedRows::Look;
    using Values = std::vector<std::uint64_t>;

    /// Remembers what somebody has, and says nothing.
    void remember(const Look& look, std::uint64_t person);
    /// Tells what he has.
    void describe(const Look& look, std::uint64_t person, Outcome outcome) const;
    /// Tells what differs from what was last seen, and remembers it.
    void compare(const Look& look, std::uint64_t person);

    /// What somebody who moves takes along: nothing, or a value for each column.
    [[nodiscard]] Values take(std::uint64_t person);
    void put(std::uint64_t person, Values values);
    /// Forgets all but those for whom `stays(person)`.
    template <class Stays>
    void keep(Stays stays)
    {
        std::erase_if(was_, [&](const auto& one) { return !stays(one.first); });
    }

private:
    std::unordered_map<std::uint64_t, Values> was_;
};

}  // namespace qonys
