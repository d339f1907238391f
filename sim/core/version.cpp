#include "qonys/core/version.hpp"

namespace qonys {

std::string_view version() { return QONYS_VERSION; }
std::string_view git_commit() { return QONYS_GIT_COMMIT; }

}  // namespace qonys
