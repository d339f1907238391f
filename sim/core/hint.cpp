#include "qonys/core/hint.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "qonys/core/name.hpp"

namespace qonys {

std::string did_you_mean(std::string_view name, std::span<const std::string> known,
                         std::string otherwise)
{
    const std::string nearest = nearest_name(name, known);
    return nearest.empty() ? otherwise : fmt::format("did you mean '{}'?", nearest);
}

std::string listed(std::span<const std::string> names)
{
    constexpr std::size_t most = 8;
    const std::size_t shown = std::min(names.size(), most);
    const auto last = names.begin() + static_cast<std::ptrdiff_t>(shown);
    std::string text = fmt::format("'{}'", fmt::join(names.begin(), last, "', '"));
    if (names.size() > shown) {
        text += fmt::format(" and {} more", names.size() - shown);
    }
    return text;
}

}  // namespace qonys
