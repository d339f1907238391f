#include "grid.hpp"

namespace qonys::models::schelling {

std::vector<std::uint32_t> Grid::empty_cells() const
{
    std::vector<std::uint32_t> cells;
    for (std::uint32_t cell = 0; cell < content_.size(); ++cell) {
        if (content_[cell] == empty) {
            cells.push_back(cell);
        }
    }
    return cells;
}

Grid::Neighbours Grid::around(std::uint32_t cell, Group group) const
{
    const std::uint32_t x = cell % width_;
    const std::uint32_t y = cell / width_;
    const std::array<std::uint32_t, 3> columns{(x + width_ - 1) % width_, x, (x + 1) % width_};
    const std::array<std::uint32_t, 3> rows{(y + height_ - 1) % height_, y, (y + 1) % height_};
    Neighbours found;
    for (const std::uint32_t row : rows) {
        for (const std::uint32_t column : columns) {
            const std::uint32_t other = row * width_ + column;
            if (other != cell && content_[other] != empty) {
                ++found.all;
                found.like += content_[other] == static_cast<std::uint8_t>(group) ? 1 : 0;
            }
        }
    }
    return found;
}

}  // namespace qonys::models::schelling
