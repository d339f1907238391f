#include "output/csv_text.hpp"

#include <cmath>
#include <cstdint>
#include <iterator>

namespace qonys {

std::string csv_field(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string(text);
    }
    std::string field = "\"";
    for (const char c : text) {
        field += c;
        if (c == '"') {
            field += c;
        }
    }
    return field + '"';
}

void append_number(fmt::memory_buffer& out, double value)
{
    constexpr double exact = 9007199254740992.0;  // 2^53: every whole number up to it is a double
    if (std::abs(value) <= exact && std::trunc(value) == value) {
        fmt::format_to(std::back_inserter(out), "{}", static_cast<std::int64_t>(value));
    } else {
        fmt::format_to(std::back_inserter(out), "{}", value);
    }
}

}  // namespace qonys
