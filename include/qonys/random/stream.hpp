#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "qonys/core/name.hpp"

namespace qonys {

/// The name of a draw, as its address: one for each use of chance. Registered names are checked for
/// clashes by the Registry.
class Draw {
public:
    constexpr explicit Draw(std::string_view name) : hash_(name_hash(name)) {}
    [[nodiscard]] constexpr std::uint64_t hash() const { return hash_; }

private:
    std::uint64_t hash_;
};

/// One named draw of one replicate: a pure function from (key, index) to random words. Cheap to copy,
/// without state: order of use, threads and ranks cannot matter.
///
/// Generator: Philox4x32-10 (Salmon et al. 2011), counter = (key, index, block).
class AddressedDraw {
public:
    using Block = std::array<std::uint32_t, 4>;

    constexpr explicit AddressedDraw(std::uint64_t address) : address_(address) {}

    /// Four words for (key, index); more of them under block = 1, 2, ...
    [[nodiscard]] Block block(std::uint64_t key, std::uint32_t index, std::uint32_t block = 0) const
    {
        const r123::Philox4x32::ctr_type counter{
            {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32), index, block}};
        const r123::Philox4x32::key_type philox_key{
            {static_cast<std::uint32_t>(address_), static_cast<std::uint32_t>(address_ >> 32)}};
        const auto words = r123::Philox4x32{}(counter, philox_key);
        return {words[0], words[1], words[2], words[3]};
    }

    /// The same block as two words of 64 bits.
    [[nodiscard]] std::array<std::uint64_t, 2> word_pair(std::uint64_t key, std::uint32_t index,
                                                         std::uint32_t at_block = 0) const
    {
        const Block words = block(key, index, at_block);
        return {words[0] | static_cast<std::uint64_t>(words[1]) << 32,
                words[2] | static_cast<std::uint64_t>(words[3]) << 32};
    }

    /// A 64-bit word for (key, index): the first of `words`.
    [[nodiscard]] std::uint64_t word(std::uint64_t key, std::uint32_t index) const
    {
        return word_pair(key, index)[0];
    }

    /// out[i] = i-th 64-bit word for (key, index), two to a block. Vectorised; the same bits as block().
    void words(std::uint64_t key, std::uint32_t index, std::span<std::uint64_t> out) const;

    /// out[i] = word(keys[i], index). Vectorised; the same bits as word().
    void word_of_each(std::span<const std::uint64_t> keys, std::uint32_t index,
                      std::span<std::uint64_t> out) const;

    /// Both 64-bit words of block(keys[i], index). Vectorised; the same bits.
    void word_pair_of_each(std::span<const std::uint64_t> keys, std::uint32_t index,
                           std::span<std::uint64_t> first, std::span<std::uint64_t> second) const;

    /// out[i x per_key ...] = words(keys[i], index) of `per_key` words each. Vectorised; the same bits.
    void words_of_each(std::span<const std::uint64_t> keys, std::uint32_t index, std::size_t per_key,
                       std::span<std::uint64_t> out) const;

    [[nodiscard]] constexpr std::uint64_t address() const { return address_; }

private:
    std::uint64_t address_;
};

/// The randomness of one replicate of one seed.
class Stream {
public:
    constexpr Stream(std::uint64_t seed, std::uint32_t replicate)
        : base_(mix64(mix64(seed) + replicate)), seed_(seed), replicate_(replicate)
    {
    }

    [[nodiscard]] constexpr AddressedDraw operator()(Draw draw) const
    {
        return AddressedDraw(mix64(base_ ^ draw.hash()));
    }
    [[nodiscard]] constexpr std::uint64_t seed() const { return seed_; }
    [[nodiscard]] constexpr std::uint32_t replicate() const { return replicate_; }

private:
    std::uint64_t base_;
    std::uint64_t seed_;
    std::uint32_t replicate_;
};

}  // namespace qonys
