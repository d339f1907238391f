#pragma once

#include <string>

#include "qonys/scenario/document.hpp"

namespace qonys {

/// Lays `from` over `into`: tables key by key, everything else replaced. A sourced number is
/// replaced as a whole, so that a new value never keeps an old source.
void merge(Node& into, Node from);

/// Applies one change from the command line. Throws InputError.
void apply_override(Node& root, const Override& change);

}  // namespace qonys
