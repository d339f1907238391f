#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <span>
#include <vector>

/// Probabilities that a deviation as large as the one seen comes by chance. Seeds are fixed, so
/// that a test passes always or never; it was let pass at a false-alarm rate of one in a million
/// for each check.
namespace qonys::testing {

inline constexpr double false_alarm = 1e-6;

/// Of a standard normal deviate, both sides.
inline double normal_p(double deviate)
{
    return std::erfc(std::abs(deviate) / std::numbers::sqrt2);
}

/// Of a count of successes in trials, both sides, by the normal approximation.
inline double binomial_p(double successes, double trials, double probability)
{
    const double error = std::sqrt(trials * probability * (1.0 - probability));
    return normal_p((successes - trials * probability) / error);
}

namespace detail {

/// Regularised upper incomplete gamma function Q(a, x): series below a + 1, continued fraction
/// above.
inline double upper_gamma(double a, double x)
{
    if (x <= 0.0) {
        return 1.0;
    }
    const double front = std::exp(a * std::log(x) - x - std::lgamma(a));
    if (x < a + 1.0) {
        double term = 1.0 / a;
        double sum = term;
        for (int n = 1; n < 10000 && term > sum * 1e-16; ++n) {
            term *= x / (a + n);
            sum += term;
        }
        return 1.0 - front * sum;
    }
    double b = x + 1.0 - a;
    double c = 1e300;
    double d = 1.0 / b;
    double h = d;
    for (int n = 1; n < 10000; ++n) {
        const double an = -n * (n - a);
        b += 2.0;
        d = 1.0 / (an * d + b);
        c = b + an / c;
        h *= d * c;
        if (std::abs(d * c - 1.0) < 1e-15) {
            break;
        }
    }
    return front * h;
}

}  // namespace detail

/// Of counts against what was expected, with one degree of freedom less than there are classes.
inline double chi_square_p(std::span<const double> counts, std::span<const double> expected)
{
    double statistic = 0.0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        statistic += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
    }
    return detail::upper_gamma(static_cast<double>(counts.size() - 1) / 2.0, statistic / 2.0);
}

/// Of the largest distance between a sample and its distribution function (Kolmogorov-Smirnov).
template <class DistributionFunction>
double kolmogorov_p(std::vector<double> sample, DistributionFunction function)
{
    std::sort(sample.begin(), sample.end());
    const auto n = static_cast<double>(sample.size());
    double distance = 0.0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const double p = function(sample[i]);
        distance = std::max(
            {distance, static_cast<double>(i + 1) / n - p, p - static_cast<double>(i) / n});
    }
    const double t = (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n)) * distance;
    double p = 0.0;
    for (int k = 1; k <= 100; ++k) {
        p += (k % 2 == 1 ? 2.0 : -2.0) * std::exp(-2.0 * k * k * t * t);
    }
    return std::clamp(p, 0.0, 1.0);
}

/// Mean of a sample with its standard error.
struct Mean {
    double value = 0.0;
    double error = 0.0;
};

inline Mean mean_of(std::span<const double> sample)
{
    const auto n = static_cast<double>(sample.size());
    double sum = 0.0;
    for (const double x : sample) {
        sum += x;
    }
    const double mean = sum / n;
    double squares = 0.0;
    for (const double x : sample) {
        squares += (x - mean) * (x - mean);
    }
    return {mean, std::sqrt(squares / (n - 1.0) / n)};
}

}  // namespace qonys::testing
