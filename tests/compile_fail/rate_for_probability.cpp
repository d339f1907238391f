// A yearly rate is no monthly probability: the conversion must be written down.
#include "qonys/random/threshold.hpp"

int main()
{
    const qonys::AnnualRate rate(0.12);
    qonys::Threshold threshold(qonys::monthly(rate));
#ifdef QONYS_MUST_NOT_COMPILE
    threshold = qonys::Threshold(rate);
#endif
    return threshold.value() > 0 ? 0 : 1;
}
