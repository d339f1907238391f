#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qonys {

inline constexpr int months_in_year = 12;

/// A calendar month, counted from January 1900. The step of every simulation.
class Month {
public:
    constexpr Month() = default;
    constexpr Month(int year, int month_of_year) : index_((year - 1900) * 12 + month_of_year - 1) {}
    static constexpr Month from_index(std::int32_t index)
    {
        Month month;
        month.index_ = index;
        return month;
    }

    /// Reads "2025-01" or the first day of a month, "2025-01-01".
    static std::optional<Month> parse(std::string_view text);

    [[nodiscard]] constexpr std::int32_t index() const { return index_; }
    [[nodiscard]] constexpr int year() const { return 1900 + floor_div(index_, 12); }
    [[nodiscard]] constexpr int month_of_year() const  ///< 1..12
    {
        return index_ - floor_div(index_, 12) * 12 + 1;
    }
    [[nodiscard]] std::string text() const;  ///< "2025-01"

    constexpr auto operator<=>(const Month&) const = default;
    constexpr Month operator+(int months) const { return from_index(index_ + months); }
    constexpr Month operator-(int months) const { return from_index(index_ - months); }
    constexpr std::int32_t operator-(Month other) const { return index_ - other.index_; }
    constexpr Month& operator++()
    {
        ++index_;
        return *this;
    }

private:
    static constexpr int floor_div(int a, int b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }
    std::int32_t index_ = 0;
};

/// A month as it is kept in a column: 16 bits, months since January 1900 (negative before).
using MonthStamp = std::int16_t;

[[nodiscard]] constexpr MonthStamp stamp(Month month)
{
    return static_cast<MonthStamp>(month.index());
}
[[nodiscard]] constexpr Month month_of(MonthStamp stamp) { return Month::from_index(stamp); }

/// The last day on which anything can fall due; stands for "never".
inline constexpr MonthStamp never = INT16_MAX;

/// Completed years of age in a month, for someone born in the month of the stamp.
[[nodiscard]] constexpr int age_in_years(MonthStamp birth_month, Month now)
{
    return (now.index() - birth_month) / 12;
}

/// How often a process runs or an indicator is taken.
enum class Cadence : std::uint8_t { monthly, yearly };

}  // namespace qonys
