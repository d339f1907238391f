#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "qonys/core/contract.hpp"

namespace qonys::app {
namespace {

/// A number in tables needs three digits; zeros after the point say nothing.
std::string short_number(double value)
{
    std::string text = fmt::format("{:.3g}", value);
    return text == "-0" ? "0" : text;
}

}  // namespace

void TextTable::add(std::vector<std::string> row)
{
    QONYS_EXPECT(row.size() == columns_.size());
    rows_.push_back(std::move(row));
}

std::string TextTable::text(std::size_t indent) const
{
    std::vector<std::size_t> widths(columns_.size(), 0);
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], num_characters(row[i]));
        }
    }
    std::string out;
    for (const auto& row : rows_) {
        std::string line(indent, ' ');
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string padding(widths[i] - num_characters(row[i]), ' ');
            line += columns_[i] == Align::right ? padding + row[i] : row[i] + padding;
            line += "  ";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    }
    return out;
}

std::size_t num_characters(std::string_view utf8)
{
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::string with_commas(std::int64_t value)
{
    std::string text = fmt::format("{}", value);
    const std::size_t first = value < 0 ? 1 : 0;
    for (std::size_t i = text.size(); i > first + 3; i -= 3) {
        text.insert(i - 3, ",");
    }
    return text;
}

std::string number_text(double value)
{
    constexpr double largest_exact = 9e15;
    const bool is_whole = value == std::round(value);
    if (std::abs(value) < largest_exact && (is_whole || std::abs(value) >= 100.0)) {
        return with_commas(std::llround(value));
    }
    return short_number(value);
}

std::string duration_text(double seconds)
{
    const auto whole = static_cast<std::int64_t>(std::llround(std::max(seconds, 0.0)));
    const std::int64_t hours = whole / 3600;
    const std::int64_t minutes = whole / 60 % 60;
    return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, minutes, whole % 60)
                     : fmt::format("{}:{:02}", minutes, whole % 60);
}

std::string bytes_text(double bytes)
{
    constexpr std::array<std::string_view, 5> units{"bytes", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    while (bytes >= 1024.0 && unit + 1 < units.size()) {
        bytes /= 1024.0;
        ++unit;
    }
    return fmt::format("{:.{}f} {}", bytes, unit == 0 || bytes >= 100.0 ? 0 : 1, units[unit]);
}

std::string count_text(std::int64_t count, std::string_view singular)
{
    return fmt::format("{} {}{}", with_commas(count), singular, count == 1 ? "" : "s");
}

std::string crowd_text(const PopulationForecast& crowd)
{
    const std::string people = number_text(crowd.people) + " people";
    return crowd.households > 0.0
               ? fmt::format("{} and {} households", people, number_text(crowd.households))
               : people;
}

}  // namespace qonys::app
