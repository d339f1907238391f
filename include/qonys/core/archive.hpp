#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace qonys {

/// Takes a thing's own state into a snapshot or out of it; one function serves both ways, so that what
/// is saved and what is restored cannot drift apart.
class Archive {
public:
    virtual ~Archive() = default;
    virtual void values(std::string_view name, std::vector<std::int64_t>& values) = 0;
    virtual void values(std::string_view name, std::vector<double>& values) = 0;
};

}  // namespace qonys
