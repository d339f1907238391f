#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace qonys::models::schelling {

enum class Group : std::uint8_t { first, second };

/// A torus of cells, numbered row by row, each empty or with one agent. Small: every rank has it
/// whole.
class Grid {
public:
    struct Neighbours {
        int like = 0;
        int all = 0;
    };

    Grid(std::uint32_t width, std::uint32_t height)
        : width_(width), height_(height), content_(std::size_t{width} * height, empty)
    {}

    void put(std::uint32_t cell, Group group) { content_[cell] = static_cast<std::uint8_t>(group); }
    void clear(std::uint32_t cell) { content_[cell] = empty; }
    [[nodiscard]] std::vector<std::uint32_t> empty_cells() const;  ///< in order

    /// Agents on the eight cells around a cell, and those of a group among them.
    [[nodiscard]] Neighbours around(std::uint32_t cell, Group group) const;

private:
    static constexpr std::uint8_t empty = 2;
    std::uint32_t width_;
    std::uint32_t height_;
    std::vector<std::uint8_t> content_;  ///< a group, or empty
};

}  // namespace qonys::models::schelling
