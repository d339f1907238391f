#pragma once

#include <compare>
#include <cstdint>

namespace qonys {

/// A number with its meaning in its type. Kept deliberately dumb: take the value out, compute, wrap
/// it again; there is no unit algebra.
template <class Tag>
class Quantity {
public:
    constexpr Quantity() = default;
    constexpr explicit Quantity(double value) : value_(value) {}
    [[nodiscard]] constexpr double value() const { return value_; }
    constexpr auto operator<=>(const Quantity&) const = default;

private:
    double value_ = 0.0;
};

using AnnualRate = Quantity<struct AnnualRateTag>;                  ///< events per person-year, >= 0
using AnnualProbability = Quantity<struct AnnualProbabilityTag>;    ///< within a year, 0..1
using MonthlyProbability = Quantity<struct MonthlyProbabilityTag>;  ///< within a month, 0..1
using Share = Quantity<struct ShareTag>;                            ///< part of a whole, 0..1

/// 1 - exp(-rate / 12): constant hazard within the month.
[[nodiscard]] MonthlyProbability monthly(AnnualRate rate);

/// 1 - (1 - p)^(1/12): twelve equal months make up the year.
[[nodiscard]] MonthlyProbability monthly(AnnualProbability probability);

/// -log(1 - p) for the year.
[[nodiscard]] AnnualRate annual_rate(AnnualProbability probability);

/// Tenge in whole units; sums of money never round. The price year belongs to the ledger.
class Money {
public:
    constexpr Money() = default;
    constexpr explicit Money(std::int64_t tenge) : tenge_(tenge) {}
    [[nodiscard]] constexpr std::int64_t tenge() const { return tenge_; }
    constexpr auto operator<=>(const Money&) const = default;
    constexpr Money operator+(Money other) const { return Money{tenge_ + other.tenge_}; }
    constexpr Money operator-(Money other) const { return Money{tenge_ - other.tenge_}; }
    constexpr Money& operator+=(Money other)
    {
        tenge_ += other.tenge_;
        return *this;
    }

private:
    std::int64_t tenge_ = 0;
};

}  // namespace qonys
