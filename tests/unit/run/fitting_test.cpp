#include "qonys/run/fitting.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "qonys/core/error.hpp"
#include "qonys/run/plan.hpp"

namespace qonys {
namespace {

class FixedModel final : public Model {
public:
    [[nodiscard]] Regions regions() const override { return Regions(std::vector<Region>{{"A", "A"}}); }
    void build(Registry& /*registry*/) const override {}
    void populate(const PopulateContext& /*context*/, World& /*world*/) const override {}
};

TEST(Fitting, AModelWithoutFreeParametersRefuses)
{
    const Plan plan;
    const Threads threads(1);
    EXPECT_THROW(static_cast<void>(FixedModel().fit({plan, ".", "2024-12-31", threads})), InputError);
}

}  // namespace
}  // namespace qonys
