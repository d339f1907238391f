#pragma once

#include <span>
#include <string>
#include <string_view>

#include "qonys/scenario/reader.hpp"

namespace qonys {

/// Names that a scenario may refer to.
struct KnownNames {
    const char* what;  ///< "lever"
    std::span<const std::string> names;
    const char* why;  ///< why another is wrong
};

/// Whether `name`, read under `key`, is one of them; else a problem with the nearest.
bool require_known(Reader& in, std::string_view key, const std::string& name,
                   const KnownNames& known);

}  // namespace qonys
