#pragma once

#include <string>
#include <vector>

namespace qonys::models::kz_migration {

/// What the model takes for granted beyond its parameters, in the order of README.md: what is marked (D)
/// or weak there. Parameters of grade D are listed by the program itself.
[[nodiscard]] std::vector<std::string> assumptions();

}  // namespace qonys::models::kz_migration
