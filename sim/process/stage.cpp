#include <array>

#include "qonys/process/process.hpp"

namespace qonys {

std::string_view stage_name(Stage stage)
{
    constexpr std::array<std::string_view, 13> names{
        "open",   "levers",     "demography", "employers", "jobs",      "permits", "unions",
        "programmes", "moves", "status",     "registers", "record",    "close"};
    return names[static_cast<std::size_t>(stage)];
}

}  // namespace qonys
