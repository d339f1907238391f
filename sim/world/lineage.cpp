#include "qonys/world/lineage.hpp"

#include "qonys/core/contract.hpp"
#include "qonys/core/name.hpp"

namespace qonys {
namespace {

// Layout of a key: 4 bits of tag, 60 bits below. Keys made by counting keep their count in order, so
// that rows made in order are sorted already; the rest is a hash.
enum class Tag : std::uint64_t { synthesis = 1, arrival = 2, newborn = 3, founded = 4 };

constexpr int payload_bits = 60;
constexpr int slot_bits = 16;
constexpr std::uint64_t payload_mask = (std::uint64_t{1} << payload_bits) - 1;

constexpr std::uint64_t tagged(Tag tag, std::uint64_t payload)
{
    return static_cast<std::uint64_t>(tag) << payload_bits | (payload & payload_mask);
}

constexpr std::uint64_t hashed(Tag tag, std::uint64_t a, std::uint64_t b)
{
    return tagged(tag, mix64(mix64(a ^ (static_cast<std::uint64_t>(tag) << payload_bits)) + b));
}

constexpr std::uint64_t shard_mask = num_shards - 1;
constexpr int shard_bits = 10;

}  // namespace

namespace lineage {

HouseholdKey household(std::uint64_t number)
{
    QONYS_ASSERT(number < (std::uint64_t{1} << (payload_bits - slot_bits)));
    return HouseholdKey(tagged(Tag::synthesis, number << slot_bits));
}

HouseholdKey founded(PersonKey founder, Month month)
{
    return HouseholdKey(
        hashed(Tag::founded, founder.value(), static_cast<std::uint64_t>(month.index())));
}

PersonKey member(std::uint64_t number, std::uint32_t slot)
{
    QONYS_ASSERT(slot < (1U << slot_bits));
    return PersonKey(tagged(Tag::synthesis, number << slot_bits | slot));
}

PersonKey newborn(PersonKey mother, std::uint32_t ordinal)
{
    return PersonKey(hashed(Tag::newborn, mother.value(), ordinal));
}

PersonKey arrival(std::uint8_t flow, std::uint8_t origin, Month month, std::uint32_t ordinal)
{
    QONYS_ASSERT(ordinal < (1U << 28));
    const std::uint64_t stream = std::uint64_t{flow} << 8 | origin;
    const std::uint64_t time = static_cast<std::uint16_t>(month.index());
    return PersonKey(tagged(Tag::arrival, (stream << 16 | time) << 28 | ordinal));
}

}  // namespace lineage

ShardId shard_of(HouseholdKey household)
{
    const std::uint64_t number = household.value() >> slot_bits;
    return ShardId(
        static_cast<std::uint16_t>((number ^ mix64(number >> shard_bits)) & shard_mask));
}

std::uint64_t household_number(ShardId shard, std::uint64_t block)
{
    const std::uint64_t tagged_block =
        static_cast<std::uint64_t>(Tag::synthesis) << (payload_bits - slot_bits - shard_bits) | block;
    return block << shard_bits | ((shard.value() ^ mix64(tagged_block)) & shard_mask);
}

}  // namespace qonys
