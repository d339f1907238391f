#include "qonys/table/table.hpp"

#include <algorithm>

namespace qonys {

double interpolate(std::span<const Point> points, double x)
{
    QONYS_EXPECT(!points.empty());
    const auto right = std::lower_bound(points.begin(), points.end(), x,
                                        [](const Point& point, double at) { return point.x < at; });
    if (right == points.begin()) {
        return right->y;
    }
    if (right == points.end()) {
        return points.back().y;
    }
    const Point& left = *(right - 1);
    return left.y + (right->y - left.y) * ((x - left.x) / (right->x - left.x));
}

}  // namespace qonys
