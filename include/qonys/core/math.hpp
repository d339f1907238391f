#pragma once

/// Elementary functions whose bits do not depend on machine, compiler or vector width. Results of a
/// run may depend on these only, never on the C library's.
namespace qonys::exact {

[[nodiscard]] double exp(double x);
[[nodiscard]] double log(double x);
[[nodiscard]] double pow(double base, double exponent);

/// exp(x) - 1 and log(1 + x), accurate near zero.
[[nodiscard]] double expm1(double x);
[[nodiscard]] double log1p(double x);

}  // namespace qonys::exact
