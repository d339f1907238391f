#include "qonys/world/cell_text.hpp"

#include <fmt/format.h>

namespace qonys {

CellText CellText::of(std::vector<std::string> codes)
{
    return by([codes = std::move(codes)](std::uint64_t code) {
        return code < codes.size() ? codes[code] : fmt::format("{}", code);
    });
}

}  // namespace qonys
