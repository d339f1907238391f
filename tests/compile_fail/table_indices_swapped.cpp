// A table of region x sex is not read as sex x region.
#include "qonys/core/id.hpp"
#include "qonys/table/table.hpp"

namespace {

enum class Sex : unsigned char { male, female };

}  // namespace

int main()
{
    qonys::Table<double, qonys::RegionId, Sex> rate(
        {qonys::Axis("region", {"A", "B"}), qonys::Axis("sex", {"male", "female"})}, 1.0);
    double value = rate(qonys::RegionId(1), Sex::female);
#ifdef QONYS_MUST_NOT_COMPILE
    value = rate(Sex::female, qonys::RegionId(1));
#endif
    return value > 0.0 ? 0 : 1;
}
