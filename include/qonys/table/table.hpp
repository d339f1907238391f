#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "qonys/core/contract.hpp"
#include "qonys/table/axis.hpp"

namespace qonys {

/// Position of a strong index on its axis: an enumerator, an Id, or anything with value().
template <class Index>
[[nodiscard]] constexpr std::size_t axis_position(Index index)
{
    if constexpr (std::is_enum_v<Index> || std::integral<Index>) {
        return static_cast<std::size_t>(index);
    } else {
        return static_cast<std::size_t>(index.value());
    }
}

/// A value for every combination of positions on labelled axes. Index types say which axis stands
/// where, so that `rate(sex, region)` does not compile when the table is region x sex.
template <class Value, class... Indices>
class Table {
public:
    static constexpr std::size_t rank = sizeof...(Indices);
    using Axes = std::array<Axis, rank>;

    Table() = default;
    explicit Table(Axes axes, Value fill = Value{}) : axes_(std::move(axes))
    {
        std::size_t count = 1;
        for (const Axis& axis : axes_) {
            count *= axis.size();
        }
        values_.assign(count, fill);
    }

    [[nodiscard]] const Value& operator()(Indices... indices) const
    {
        return values_[offset(indices...)];
    }
    [[nodiscard]] Value& operator()(Indices... indices) { return values_[offset(indices...)]; }

    [[nodiscard]] const Axes& axes() const { return axes_; }
    [[nodiscard]] std::span<const Value> values() const { return values_; }  ///< last axis fastest
    [[nodiscard]] std::span<Value> values() { return values_; }

private:
    [[nodiscard]] std::size_t offset(Indices... indices) const
    {
        std::size_t place = 0;
        std::size_t dimension = 0;
        ((place = place * axes_[dimension].size() + checked(axis_position(indices), dimension),
          ++dimension),
         ...);
        return place;
    }
    [[nodiscard]] std::size_t checked(std::size_t position, std::size_t dimension) const
    {
        QONYS_ASSERT(position < axes_[dimension].size());
        static_cast<void>(dimension);
        return position;
    }

    Axes axes_;
    std::vector<Value> values_;
};

/// Straight line between the two nearest points; constant beyond the ends. `points` rise in x.
struct Point {
    double x;
    double y;
};
[[nodiscard]] double interpolate(std::span<const Point> points, double x);

}  // namespace qonys
