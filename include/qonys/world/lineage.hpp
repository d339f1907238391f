#pragma once

#include <cstdint>

#include "qonys/core/id.hpp"
#include "qonys/core/month.hpp"

namespace qonys {

/// Logical shards of every world, the same for any number of threads and ranks.
inline constexpr std::size_t num_shards = 1024;

/// Keys name people by descent, never by row, seed or scale, so that a person keeps his luck in every
/// scenario, sample and replicate.
namespace lineage {

/// Household `number` of the population at full scale (number < 2^40).
[[nodiscard]] HouseholdKey household(std::uint64_t number);

/// Household that a person founds in a month: leaving home, arriving, a union.
[[nodiscard]] HouseholdKey founded(PersonKey founder, Month month);

/// Member `slot` (< 2^16) of household `number` at synthesis.
[[nodiscard]] PersonKey member(std::uint64_t number, std::uint32_t slot);

/// Child number `ordinal` (from 0) among all births of the mother.
[[nodiscard]] PersonKey newborn(PersonKey mother, std::uint32_t ordinal);

/// Person number `ordinal` of a flow (a named stream of arrivals) from an origin in a month.
[[nodiscard]] PersonKey arrival(std::uint8_t flow, std::uint8_t origin, Month month,
                                std::uint32_t ordinal);

}  // namespace lineage

/// The shard in which a household lives, all its life. Households that are numbered one after another
/// spread evenly: every 1,024 consecutive numbers put one household into each shard.
[[nodiscard]] ShardId shard_of(HouseholdKey household);

/// Household number of block `block` (numbers 1,024 * block ...) that lives in a shard: runs through
/// the synthetic households of one shard in key order, without a sort.
[[nodiscard]] std::uint64_t household_number(ShardId shard, std::uint64_t block);

}  // namespace qonys
