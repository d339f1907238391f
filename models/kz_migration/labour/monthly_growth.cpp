#include "labour/monthly_growth.hpp"

#include <algorithm>
#include <cmath>

#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t months = 12;

/// Of the way from one January to the next, at the middle of a month.
double part_of_year(std::size_t month)
{
    return (static_cast<double>(month) + 0.5) / static_cast<double>(months);
}

/// A row of a tridiagonal system, and its right side.
struct Row {
    double below = 0.0;
    double diagonal = 0.0;
    double above = 0.0;
    double right = 0.0;
};

/// Elimination without pivoting: the slopes of means have a heavy diagonal, two thirds against a
/// sixth on either side were growth small, so that a jump in one year does not ring through the
/// others.
std::vector<double> solve(std::vector<Row> rows)
{
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const double part = rows[i].below / rows[i - 1].diagonal;
        rows[i].diagonal -= part * rows[i - 1].above;
        rows[i].right -= part * rows[i - 1].right;
    }
    std::vector<double> solution(rows.size());
    double next = 0.0;
    for (std::size_t i = rows.size(); i-- > 0;) {
        next = (rows[i].right - rows[i].above * next) / rows[i].diagonal;
        solution[i] = next;
    }
    return solution;
}

/// Log of a year's mean over the level before its January, and its slopes by the rate of that
/// January and of the next one.
struct YearMean {
    double log = 0.0;
    double by_this = 0.0;
    double by_next = 0.0;

    YearMean(double rate, double next)
    {
        double this_gone = 0.0;  // of each rate, in the log of the level
        double next_gone = 0.0;
        double sum = 0.0;
        for (std::size_t month = 0; month < months; ++month) {
            const double part = part_of_year(month);
            this_gone += (1.0 - part) / static_cast<double>(months);
            next_gone += part / static_cast<double>(months);
            const double height = exact::exp(this_gone * rate + next_gone * next);
            sum += height;
            by_this += height * this_gone;
            by_next += height * next_gone;
        }
        log = exact::log(sum / static_cast<double>(months));
        by_this /= sum;
        by_next /= sum;
    }
};

}  // namespace

MonthlyGrowth::MonthlyGrowth(double first, std::span<const double> later)
{
    std::vector<double> wanted{exact::log(first)};
    std::transform(later.begin(), later.end(), std::back_inserter(wanted),
                   [](double growth) { return exact::log(growth); });
    rate_.assign(wanted.size() + 1, 0.0);
    // Newton's steps: four or five are enough.
    constexpr int most_steps = 40;
    constexpr double small = 1e-13;
    double error = 1.0;
    for (int step = 0; step < most_steps && error > small; ++step) {
        error = improve(wanted);
    }
}

/// One step of Newton's; returns by how much the means were wrong before it.
double MonthlyGrowth::improve(std::span<const double> wanted)
{
    std::vector<Row> rows;
    double error = 0.0;
    YearMean before(0.0, 0.0);
    for (std::size_t year = 0; year < wanted.size(); ++year) {
        const YearMean mean(rate_[year], rate_[year + 1]);
        Row row{0.0, mean.by_this, mean.by_next, wanted[year] - mean.log};
        if (year > 0) {
            // From one January to the next the level grows by the mean of their rates.
            row.below = 0.5 - before.by_this;
            row.diagonal += 0.5 - before.by_next;
            row.right -= 0.5 * (rate_[year - 1] + rate_[year]) - before.log;
        }
        error = std::max(error, std::abs(row.right));
        rows.push_back(row);
        before = mean;
    }
    rows.back().diagonal += rows.back().above;  // the rate of the last January stays
    rows.back().above = 0.0;
    const std::vector<double> change = solve(std::move(rows));
    for (std::size_t year = 0; year < change.size(); ++year) {
        rate_[year] += change[year];
    }
    rate_.back() = rate_[rate_.size() - 2];
    return error;
}

double MonthlyGrowth::log_factor(std::size_t month) const
{
    const std::size_t year = std::min(month / months, rate_.size() - 2);
    const double part = std::min(1.0, part_of_year(month - year * months));
    return (rate_[year] + part * (rate_[year + 1] - rate_[year])) / static_cast<double>(months);
}

double MonthlyGrowth::factor(std::size_t month) const { return exact::exp(log_factor(month)); }

}  // namespace qonys::models::kz_migration
