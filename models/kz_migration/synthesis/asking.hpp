#pragma once

#include "codes.hpp"
#include "qonys/core/month.hpp"
#include "qonys/world/world.hpp"

namespace qonys::models::kz_migration {

// Main activity is asked once a year, of each shard in a month of its own, so that whoever enters or
// leaves studies and the labour force does so spread over the year. People are taken to be as old as
// in the middle of the year until they are asked again: on average over shards, as old as they are.

/// Months from the end of the month before the asking to that middle.
inline constexpr int half_year = months_in_year / 2;

/// In the month of the shard, of whatever is asked once a year.
[[nodiscard]] constexpr bool is_asked(ShardId shard, Month now)
{
    return static_cast<int>(shard.value()) % months_in_year == now.month_of_year() - 1;
}

/// At whose end people are as old as they are taken to be when asked.
[[nodiscard]] constexpr Month age_month(Month asked) { return asked - 1 + half_year; }

/// When a shard was asked last before a January.
[[nodiscard]] constexpr Month last_asked(ShardId shard, Month january)
{
    return january - months_in_year + static_cast<int>(shard.value()) % months_in_year;
}

/// Parts of the people of an age on a 1 January who are taken to be a year younger, or older, as asked
/// last: with birthdays spread over the year, k twelfths of those whose k months lie between.
struct TakenAs {
    double younger = 0.0;
    double older = 0.0;
};
[[nodiscard]] constexpr TakenAs taken_as()
{
    TakenAs parts;
    for (int months = 1; months <= half_year; ++months) {
        constexpr double pairs = months_in_year * months_in_year;
        parts.younger += months / pairs;
        parts.older += (months - 1) / pairs;
    }
    return parts;
}

}  // namespace qonys::models::kz_migration
