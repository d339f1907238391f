#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace qonys {

/// Index tagged by what it indexes: two ids of different things cannot be swapped, and none does
/// arithmetic with plain integers. A default-constructed id is invalid.
template <class Tag, std::unsigned_integral Rep = std::uint32_t>
class Id {
public:
    using rep = Rep;

    constexpr Id() = default;
    constexpr explicit Id(Rep value) : value_(value) {}

    static constexpr Id invalid() { return Id{}; }

    [[nodiscard]] constexpr Rep value() const { return value_; }
    [[nodiscard]] constexpr bool valid() const { return value_ != invalid_value; }
    constexpr auto operator<=>(const Id&) const = default;

private:
    static constexpr Rep invalid_value = std::numeric_limits<Rep>::max();
    Rep value_ = invalid_value;
};

/// Identity by lineage, 64 bits: never a row, never dependent on seed or scale.
template <class Tag>
class Key {
public:
    constexpr Key() = default;
    constexpr explicit Key(std::uint64_t value) : value_(value) {}

    [[nodiscard]] constexpr std::uint64_t value() const { return value_; }
    constexpr auto operator<=>(const Key&) const = default;

private:
    std::uint64_t value_ = 0;
};

using PersonId = Id<struct PersonTag>;                 ///< row of a person within a shard
using HouseholdId = Id<struct HouseholdTag>;           ///< row of a household within a shard
using RegionId = Id<struct RegionTag, std::uint8_t>;   ///< position on the region axis
using ShardId = Id<struct ShardTag, std::uint16_t>;    ///< logical shard, 0..1023
using PersonKey = Key<struct PersonTag>;               ///< identity of a person
using HouseholdKey = Key<struct HouseholdTag>;         ///< identity of a household

}  // namespace qonys
