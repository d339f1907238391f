#pragma once

#include "qonys/run/model.hpp"

namespace qonys::python {

/// Every model that the build found.
[[nodiscard]] const ModelCatalogue& known_models();

}  // namespace qonys::python
