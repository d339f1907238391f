#include "qonys/core/month.hpp"

#include <fmt/format.h>

#include <charconv>

namespace qonys {
namespace {

std::optional<int> digits(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

}  // namespace

std::optional<Month> Month::parse(std::string_view text)
{
    const bool has_day = text.size() == 10 && text.ends_with("-01");
    if ((text.size() != 7 && !has_day) || text[4] != '-') {
        return std::nullopt;
    }
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    if (!year || !month || *year < 0 || *month < 1 || *month > 12) {
        return std::nullopt;
    }
    return Month(*year, *month);
}

std::string Month::text() const { return fmt::format("{:04}-{:02}", year(), month_of_year()); }

}  // namespace qonys
