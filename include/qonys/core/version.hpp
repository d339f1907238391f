#pragma once

#include <string_view>

namespace qonys {

[[nodiscard]] std::string_view version();      ///< "0.1.0"
[[nodiscard]] std::string_view git_commit();   ///< short hash of the source tree, or "unknown"

}  // namespace qonys
