#include "json.hpp"

#include <fmt/format.h>

#include <cmath>

namespace qonys::app {
namespace {

/// Bytes of the well-formed UTF-8 character that `text` begins with; 0 when it is none.
std::size_t utf8_length(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text.front());
    std::size_t length = 0;
    std::uint32_t smallest = 0;
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead < 0xE0) {
        length = 2;
        smallest = 0x80;
    } else if (lead >= 0xE0 && lead < 0xF0) {
        length = 3;
        smallest = 0x800;
    } else if (lead >= 0xF0 && lead < 0xF5) {
        length = 4;
        smallest = 0x10000;
    }
    if (length == 0 || text.size() < length) {
        return 0;
    }
    std::uint32_t code = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) != 0x80U) {
            return 0;
        }
        code = code << 6 | (byte & 0x3FU);
    }
    const bool is_surrogate = code >= 0xD800 && code < 0xE000;
    return code < smallest || code > 0x10FFFF || is_surrogate ? 0 : length;
}

void append_escaped(std::string& out, char c)
{
    switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\r':
            out += "\\r";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                out += fmt::format("\\u{:04x}", static_cast<int>(c));
            } else {
                out += c;
            }
    }
}

/// File names may hold any bytes; a JSON text may not.
std::string json_text(std::string_view text)
{
    std::string out = "\"";
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0) {
            out += "\\ufffd";
        } else if (length == 1) {
            append_escaped(out, text.front());
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out + '"';
}

}  // namespace

Json::Json(std::string_view value) : text_(json_text(value)) {}

Json::Json(double value) : text_(std::isfinite(value) ? fmt::format("{}", value) : "null") {}

Json Json::object(const std::vector<Member>& members)
{
    Json result;
    result.text_ = "{";
    for (const auto& [key, value] : members) {
        result.text_ += fmt::format("{}{}: {}", result.text_.size() > 1 ? ", " : "", json_text(key),
                                    value.text());
    }
    result.text_ += '}';
    return result;
}

Json Json::array(const std::vector<Json>& items)
{
    Json result;
    result.text_ = "[";
    for (const Json& item : items) {
        result.text_ += (result.text_.size() > 1 ? ", " : "") + item.text();
    }
    result.text_ += ']';
    return result;
}

}  // namespace qonys::app
