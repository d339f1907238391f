#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "process/told_table.hpp"

namespace qonys {

/// What was known of somebody who has left for another shard.
struct Departed {
    std::uint64_t key = 0;
    std::vector<std::uint64_t> was;
};

/// Those of one table of one shard who are followed: where they stand, and what was last seen of them.
class FollowedRows {
public:
    /// Who looks at what, from where.
    struct Look {
        const ToldTable& table;
        const Rows& rows;
        Surroundings around;
        LifeLog& log;
    };

    /// Looks at rows that have come since; `newcomer(row)` is called for those followed.
    template <class Newcomer>
    void find_new(const Look& look, const FollowedKeys& followed, Newcomer newcomer)
    {
        const auto keys = look.table.keys(look.rows);
        for (; seen_ < keys.size(); ++seen_) {
            if (followed.contains({look.table.kind(), keys[seen_]})) {
                newcomer(seen_);
            }
        }
    }
    /// Remembers a row as it is.
    void add(const Look& look, std::size_t row);
    /// Tells the state of the last one added.
    void describe_last(const Look& look, Outcome outcome) const
    {
        describe(look, keys_.size() - 1, outcome);
    }
    void describe_all(const Look& look) const;
    /// Tells what differs between what was known elsewhere and the last one added.
    void compare_last(const Look& look, std::span<const std::uint64_t> was) const;
    /// Tells what differs in some columns from what was last seen, and remembers it.
    void compare(const Look& look, std::span<const std::uint16_t> columns);
    void compare_members(const Look& look, const Column<PersonId>& first,
                         const Column<PersonId>& next, bool tell);
    /// Takes those out whose row is now another's, or whom `is_gone(row)`.
    template <class IsGone>
    void drop(const Look& look, std::vector<Departed>& departed, IsGone is_gone);
    /// After rows have moved: finds everybody again. Whoever is not there is forgotten.
    void find_again(const Look& look);

    [[nodiscard]] std::size_t size() const { return keys_.size(); }
    [[nodiscard]] std::size_t seen() const { return seen_; }
    [[nodiscard]] std::size_t row(std::size_t one) const { return rows_[one]; }
    [[nodiscard]] std::uint64_t key(std::size_t one) const { return keys_[one]; }

private:
    void describe(const Look& look, std::size_t one, Outcome outcome) const;
    void keep(const std::vector<std::uint8_t>& stays, std::size_t width);
    void tell(const Look& look, std::size_t one, std::size_t column, std::uint64_t before,
              std::uint64_t after) const;

    std::vector<std::uint64_t> keys_;
    std::vector<std::uint32_t> rows_;
    std::vector<std::uint64_t> was_;                    ///< one after another, by column
    std::vector<std::vector<std::uint64_t>> members_;   ///< of households
    std::size_t seen_ = 0;
};

template <class IsGone>
void FollowedRows::drop(const Look& look, std::vector<Departed>& departed, IsGone is_gone)
{
    const std::size_t width = look.table.size();
    std::vector<std::uint8_t> stays;
    for (std::size_t one = 0; one < keys_.size(); ++one) {
        if (is_gone(one)) {
            stays.resize(keys_.size(), 1);
            stays[one] = 0;
            const auto first = was_.begin() + static_cast<std::ptrdiff_t>(one * width);
            departed.push_back({keys_[one], {first, first + static_cast<std::ptrdiff_t>(width)}});
        }
    }
    if (!stays.empty()) {
        keep(stays, width);
    }
}

}  // namespace qonys
