#include "qonys/core/math.hpp"

#include <sleef.h>

namespace qonys::exact {

// The "cinz" functions give the same bits in scalar and in every vector width (SLEEF 3.5, section
// "deterministic functions"): they use no fused multiply-add.
double exp(double x) { return Sleef_cinz_expd1_u10purec(x); }
double log(double x) { return Sleef_cinz_logd1_u10purec(x); }
double pow(double base, double exponent) { return Sleef_cinz_powd1_u10purec(base, exponent); }
double expm1(double x) { return Sleef_cinz_expm1d1_u10purec(x); }
double log1p(double x) { return Sleef_cinz_log1pd1_u10purec(x); }

}  // namespace qonys::exact
