#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>

namespace qonys::models::kz_migration {

/// Says of most keys that are not among some hundred that they are not: asked before a search.
class KeyFilter {
public:
    void add(std::uint64_t key) { bits_[place(key)] = true; }
    [[nodiscard]] bool may_have(std::uint64_t key) const { return bits_[place(key)]; }

private:
    static constexpr int log_bits = 14;
    /// Keys of the first people are counted: their low bits alone hardly differ.
    static constexpr std::size_t place(std::uint64_t key)
    {
        constexpr std::uint64_t golden_ratio = 0x9e3779b97f4a7c15;
        return static_cast<std::size_t>(key * golden_ratio >> (64 - log_bits));
    }

    std::bitset<std::size_t{1} << log_bits> bits_;
};

}  // namespace qonys::models::kz_migration
