#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace qonys {

/// 64-bit FNV-1a of a name, then mixed: the address of a draw, a column, a shard table.
[[nodiscard]] constexpr std::uint64_t name_hash(std::string_view name)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : name) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
    return hash;
}

/// A bijection on 64 bits in which every input bit reaches every output bit (SplitMix64's finaliser,
/// Steele, Lea and Flood 2014).
[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

/// The known name most like `name`, or empty when none is near enough to be a slip of the hand.
[[nodiscard]] std::string nearest_name(std::string_view name, std::span<const std::string> known);

}  // namespace qonys
