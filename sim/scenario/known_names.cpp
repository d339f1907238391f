#include "qonys/scenario/known_names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "qonys/core/hint.hpp"

namespace qonys {

bool require_known(Reader& in, std::string_view key, const std::string& name,
                   const KnownNames& known)
{
    if (std::find(known.names.begin(), known.names.end(), name) != known.names.end()) {
        return true;
    }
    in.problem(key, fmt::format("{} '{}' is not known", known.what, name), known.why,
               did_you_mean(name, known.names, fmt::format("known are {}", listed(known.names))));
    return false;
}

}  // namespace qonys
