#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "qonys/core/name.hpp"

namespace qonys {

/// Keys that are asked for often and seldom found: open addressing, at most a quarter full.
class KeySet {
public:
    void insert(std::uint64_t key)
    {
        if (contains(key)) {
            return;
        }
        if (key == empty) {
            has_empty_ = true;
            return;
        }
        if (4 * (size_ + 1) > slots_.size()) {
            grow();
        }
        slots_[free_slot(key)] = key;
        ++size_;
    }
    [[nodiscard]] bool contains(std::uint64_t key) const
    {
        if (key == empty) {
            return has_empty_;
        }
        return !slots_.empty() && slots_[free_slot(key)] == key;
    }

private:
    static constexpr std::uint64_t empty = 0;

    /// Where the key is, or would be.
    [[nodiscard]] std::size_t free_slot(std::uint64_t key) const
    {
        std::size_t slot = mix64(key) & (slots_.size() - 1);
        while (slots_[slot] != empty && slots_[slot] != key) {
            slot = (slot + 1) & (slots_.size() - 1);
        }
        return slot;
    }
    void grow()
    {
        std::vector<std::uint64_t> before(slots_.empty() ? 64 : 2 * slots_.size(), empty);
        before.swap(slots_);
        for (const std::uint64_t key : before) {
            if (key != empty) {
                slots_[free_slot(key)] = key;
            }
        }
    }

    std::vector<std::uint64_t> slots_;
    std::size_t size_ = 0;
    bool has_empty_ = false;
};

}  // namespace qonys
