#include "wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "qonys/core/name.hpp"

namespace qonys::wording {
namespace {

bool is_bare(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

std::string escaped(char c)
{
    switch (c) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\b':
            return "\\b";
        case '\t':
            return "\\t";
        case '\n':
            return "\\n";
        case '\f':
            return "\\f";
        case '\r':
            return "\\r";
        default:
            break;
    }
    const auto code = static_cast<unsigned char>(c);
    return code < 0x20 || code == 0x7f ? fmt::format("\\u{:04X}", code) : std::string(1, c);
}

std::string range_words(const Bounds& bounds)
{
    const bool has_low = std::isfinite(bounds.low);
    const bool has_high = std::isfinite(bounds.high);
    const std::string low = plain_number(bounds.low);
    const std::string high = plain_number(bounds.high);
    if (has_low && has_high) {
        return fmt::format("{} {} {} {}", bounds.low_open ? "above" : "from", low,
                           bounds.high_open ? "and below" : "up to", high);
    }
    if (has_low) {
        return bounds.low_open ? fmt::format("above {}", low) : fmt::format("of {} or more", low);
    }
    if (has_high) {
        return bounds.high_open ? fmt::format("below {}", high)
                                : fmt::format("of {} or less", high);
    }
    return {};
}

}  // namespace

std::string key(std::string_view name)
{
    const bool bare = !name.empty() && std::all_of(name.begin(), name.end(), is_bare);
    return bare ? std::string(name) : text(name);
}

std::string dotted(std::string_view prefix, std::string_view name)
{
    return prefix.empty() ? key(name) : fmt::format("{}.{}", prefix, key(name));
}

std::string text(std::string_view value)
{
    std::string quoted = "\"";
    for (const char c : value) {
        quoted += escaped(c);
    }
    return quoted + '"';
}

std::string number(double value)
{
    std::string digits = fmt::format("{}", value);
    if (std::isfinite(value) && digits.find_first_of(".e") == std::string::npos) {
        digits += ".0";
    }
    return digits;
}

std::string plain_number(double value) { return fmt::format("{}", value); }

std::string plural(std::string_view noun)
{
    const auto ends = [&](std::string_view tail) { return noun.ends_with(tail); };
    if (ends("_since")) {
        return std::string(noun);  // "years_since" is a plural already
    }
    if (ends("s") || ends("x") || ends("ch") || ends("sh")) {
        return fmt::format("{}es", noun);
    }
    if (ends("y") && !ends("ay") && !ends("ey") && !ends("oy")) {
        return fmt::format("{}ies", noun.substr(0, noun.size() - 1));
    }
    return fmt::format("{}s", noun);
}

std::string first_few(std::span<const std::string> items, std::size_t total)
{
    std::string list = fmt::format("{}", fmt::join(items, ", "));
    if (total > items.size()) {
        list += fmt::format(" and {} more", total - items.size());
    }
    return list;
}

std::string quoted_list(std::span<const std::string> items)
{
    std::string list;
    for (const std::string& item : items) {
        list += fmt::format("{}'{}'", list.empty() ? "" : ", ", item);
    }
    return list;
}

std::string did_you_mean(std::string_view name, std::span<const std::string> known)
{
    const std::string nearest = nearest_name(name, known);
    return nearest.empty() ? std::string() : fmt::format("did you mean '{}'?", nearest);
}

std::string file_fault(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) {
        return fmt::format("no such file '{}'", file.string());
    }
    if (std::filesystem::is_directory(file, ignored)) {
        return fmt::format("'{}' is a folder", file.string());
    }
    return std::ifstream(file) ? std::string() : fmt::format("'{}' cannot be read", file.string());
}

std::string missing_file_hint(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) {
        return "name a file that can be read";
    }
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    const std::string hint = did_you_mean(file.filename().string(), names);
    return hint.empty() ? "check the path" : hint;
}

std::string bounds_hint(double value, const Bounds& bounds)
{
    if (!std::isfinite(value)) {
        return "write a finite number";
    }
    if (bounds.contain(-value)) {
        return fmt::format("did you mean {}?", plain_number(-value));
    }
    const bool is_share = bounds.low >= 0.0 && bounds.high == 1.0;
    if (is_share && value > 1.0 && value <= 100.0 && bounds.contain(value / 100.0)) {
        return fmt::format("did you mean {}? Shares are not per cent", plain_number(value / 100.0));
    }
    return fmt::format("choose a value {}", range_words(bounds));
}

}  // namespace qonys::wording
