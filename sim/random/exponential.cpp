#include "qonys/random/distribution/exponential.hpp"

#include <array>
#include <bit>

#include "clones.hpp"
#include "qonys/core/contract.hpp"

namespace qonys {
namespace {

/// -log(u) for u = (word / 2^12 + 1/2) / 2^52, in integer and basic double operations only, so that
/// scalar and vector code agree bit for bit. u = 2^exponent * mantissa with the mantissa within
/// [sqrt(1/2), sqrt(2)); log(mantissa) = 2 artanh(s), s = (mantissa - 1) / (mantissa + 1), by its
/// odd series to s^19: the error is below 2e-16 relative to log over that range.
inline double minus_log_uniform(std::uint64_t word)
{
    constexpr std::uint64_t two_52 = 0x4330000000000000ULL;        // bits of 2^52
    constexpr std::uint64_t sqrt_half = 0x3fe6a09e00000000ULL;     // bits of about sqrt(1/2)
    const double whole = std::bit_cast<double>((word >> 12) | two_52) - 0x1p52;
    const double u = (whole + 0.5) * 0x1p-52;
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(u);
    const std::uint64_t shifted = bits - sqrt_half + (std::uint64_t{1023} << 52);
    const std::uint64_t biased_exponent = shifted >> 52;
    const double exponent = std::bit_cast<double>(biased_exponent | two_52) - (0x1p52 + 1023.0);
    const double mantissa =
        std::bit_cast<double>((shifted & 0x000fffffffffffffULL) + sqrt_half);
    const double s = (mantissa - 1.0) / (mantissa + 1.0);
    const double z = s * s;
    double series = 2.0 / 19.0;
    series = series * z + 2.0 / 17.0;
    series = series * z + 2.0 / 15.0;
    series = series * z + 2.0 / 13.0;
    series = series * z + 2.0 / 11.0;
    series = series * z + 2.0 / 9.0;
    series = series * z + 2.0 / 7.0;
    series = series * z + 2.0 / 5.0;
    series = series * z + 2.0 / 3.0;
    const double log_mantissa = 2.0 * s + s * (z * series);
    constexpr double log_2 = 0.6931471805599453;
    return -(exponent * log_2 + log_mantissa);
}

QONYS_CLONES void minus_log_uniforms(const std::uint64_t* words, double* out, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = minus_log_uniform(words[i]);
    }
}

}  // namespace

double unit_exponential(std::uint64_t word) { return minus_log_uniform(word); }

void unit_exponentials(std::span<const std::uint64_t> words, std::span<double> out)
{
    QONYS_EXPECT(words.size() == out.size());
    minus_log_uniforms(words.data(), out.data(), words.size());
}

}  // namespace qonys
