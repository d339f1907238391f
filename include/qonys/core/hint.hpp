#pragma once

#include <span>
#include <string>
#include <string_view>

namespace qonys {

/// "did you mean 'x'?" where a known name is near, else `otherwise`.
[[nodiscard]] std::string did_you_mean(std::string_view name, std::span<const std::string> known,
                                       std::string otherwise);
/// "'a', 'b' and 3 more"
[[nodiscard]] std::string listed(std::span<const std::string> names);

}  // namespace qonys
