#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace qonys {

/// Items in the order of their groups, and within a group in the order in which they were given: in
/// one piece of memory, where a vector for each group would be many.
template <class T>
class Grouped {
public:
    Grouped() = default;
    /// `group_of(item)` is below `num_groups`.
    template <class GroupOf>
    Grouped(std::span<const std::vector<T>> parts, std::size_t num_groups, GroupOf group_of)
        : first_(num_groups + 1, 0)
    {
        for (const std::vector<T>& part : parts) {
            for (const T& item : part) {
                ++first_[group_of(item) + 1];
            }
        }
        for (std::size_t group = 0; group < num_groups; ++group) {
            first_[group + 1] += first_[group];
        }
        items_.resize(first_.back());
        std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
        for (const std::vector<T>& part : parts) {
            for (const T& item : part) {
                items_[next[group_of(item)]++] = item;
            }
        }
    }

    [[nodiscard]] std::span<const T> operator[](std::size_t group) const
    {
        return std::span(items_).subspan(first_[group], first_[group + 1] - first_[group]);
    }
    /// To be put in another order within the group.
    [[nodiscard]] std::span<T> operator[](std::size_t group)
    {
        return std::span(items_).subspan(first_[group], first_[group + 1] - first_[group]);
    }
    [[nodiscard]] std::size_t num_groups() const { return first_.size() - 1; }

private:
    std::vector<std::size_t> first_ = {0};  ///< by group; one more at the end
    std::vector<T> items_;
};

}  // namespace qonys
