#include "labour/monthly_growth.hpp"

#include <algorithm>
#include <cmath>

#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t months = 12;

/// How the logs of means answer to the rates of the Januaries, were growth small: the rate of a
/// year's January counts two thirds, those beside it a sixth each; in the first mean the first
/// counts a third. Tridiagonal with a heavy diagonal, so that a jump in one year does not ring
/// through the others.
std::vector<double> solve(std::vector<double> right)
{
    const std::size_t size = right.size();
    constexpr double beside = 1.0 / 6.0;
    std::vector<double> diagonal(size, 4.0 * beside);
    diagonal.front() = 2.0 * beside;
    diagonal.back() += beside;  // the rate of the last January stays
    for (std::size_t i = 1; i < size; ++i) {
        const double part = beside / diagonal[i - 1];
        diagonal[i] -= part * beside;
        right[i] -= part * right[i - 1];
    }
    right[size - 1] /= diagonal[size - 1];
    for (std::size_t i = size - 1; i-- > 0;) {
        right[i] = (right[i] - beside * right[i + 1]) / diagonal[i];
    }
    return right;
}

}  // namespace

MonthlyGrowth::MonthlyGrowth(double first, std::span<const double> later)
{
    std::vector<double> wanted{exact::log(first)};
    std::transform(later.begin(), later.end(), std::back_inserter(wanted),
                   [](double growth) { return exact::log(growth); });
    rate_.assign(wanted.size() + 1, 0.0);
    // Newton's steps with the slopes of small growth: the error falls tenfold or more with each.
    constexpr int most_steps = 40;
    constexpr double small = 1e-13;
    double error = 1.0;
    for (int step = 0; step < most_steps && error > small; ++step) {
        std::vector<double> missing = log_means();
        error = 0.0;
        for (std::size_t year = 0; year < missing.size(); ++year) {
            missing[year] = wanted[year] - missing[year];
            error = std::max(error, std::abs(missing[year]));
        }
        const std::vector<double> change = solve(std::move(missing));
        for (std::size_t year = 0; year < change.size(); ++year) {
            rate_[year] += change[year];
        }
        rate_.back() = rate_[rate_.size() - 2];
    }
}

/// Log of the first year's mean over the level before it, and of each later mean over the one
/// before.
std::vector<double> MonthlyGrowth::log_means() const
{
    std::vector<double> result;
    double level = 0.0;  // log
    double before = 0.0;
    for (std::size_t year = 0; year + 1 < rate_.size(); ++year) {
        double sum = 0.0;
        for (std::size_t month = 0; month < months; ++month) {
            level += log_factor(year * months + month);
            sum += exact::exp(level);
        }
        const double mean = exact::log(sum / static_cast<double>(months));
        result.push_back(mean - before);
        before = mean;
    }
    return result;
}

double MonthlyGrowth::log_factor(std::size_t month) const
{
    const std::size_t year = std::min(month / months, rate_.size() - 2);
    const double part = std::min(
        1.0, (static_cast<double>(month - year * months) + 0.5) / static_cast<double>(months));
    return (rate_[year] + part * (rate_[year + 1] - rate_[year])) / static_cast<double>(months);
}

double MonthlyGrowth::factor(std::size_t month) const { return exact::exp(log_factor(month)); }

}  // namespace qonys::models::kz_migration
