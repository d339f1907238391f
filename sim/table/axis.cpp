#include "qonys/table/axis.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "qonys/core/contract.hpp"

namespace qonys {

Axis::Axis(std::string name, std::vector<std::string> codes, std::vector<std::string> labels)
    : name_(std::move(name)), codes_(std::move(codes)), labels_(std::move(labels))
{
    if (labels_.empty()) {
        labels_ = codes_;
    }
    QONYS_EXPECT(labels_.size() == codes_.size());
}

Axis Axis::range(std::string name, int first, int last)
{
    QONYS_EXPECT(first <= last);
    std::vector<std::string> codes;
    for (int value = first; value <= last; ++value) {
        codes.push_back(fmt::format("{}", value));
    }
    return {std::move(name), std::move(codes)};
}

std::optional<std::size_t> Axis::position(std::string_view code) const
{
    const auto found = std::find(codes_.begin(), codes_.end(), code);
    if (found == codes_.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - codes_.begin());
}

}  // namespace qonys
