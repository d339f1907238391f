#include "qonys/random/distribution/poisson.hpp"

#include "qonys/core/contract.hpp"
#include "qonys/core/math.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys {

int poisson(std::uint64_t word, double mean)
{
    QONYS_ASSERT(mean >= 0.0 && mean < 500.0);
    const double u = uniform_unit(word);
    double probability = exact::exp(-mean);
    double below = probability;
    int count = 0;
    while (u >= below && probability > 0.0) {
        ++count;
        probability *= mean / count;
        below += probability;
    }
    return count;
}

}  // namespace qonys
