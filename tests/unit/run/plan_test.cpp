#include "qonys/run/plan.hpp"

#include <gtest/gtest.h>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

Plan plan_of(const std::string& text)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    return Plan::read(Document::parse(text, "plan.toml"), "plan", catalogue);
}

const std::string small = R"(
model = "person_months"
[run]
start = "2025-01"
end = "2025-03"
[population]
people = 1000
)";

TEST(Plan, KnowsItsModelAndDigest)
{
    const Plan plan = plan_of(small);
    EXPECT_EQ(plan.scenario.model, "person_months");
    EXPECT_EQ(plan.digest.size(), 64U);
    EXPECT_EQ(plan_of(small).digest, plan.digest);
    EXPECT_NE(plan_of(small + "seed = 2\n").digest, plan.digest);
}

TEST(Plan, GathersEveryProblem)
{
    try {
        static_cast<void>(plan_of("model = \"person_month\"\n[run]\nstart = \"2025-01\"\n"
                                  "end = \"2024-01\"\n[population]\nscale = 2\n"));
        FAIL() << "nothing was wrong";
    } catch (const InputError& error) {
        const std::string text = error.what();
        EXPECT_NE(text.find("model 'person_month' is not known"), std::string::npos) << text;
        EXPECT_NE(text.find("did you mean 'person_months'?"), std::string::npos) << text;
        EXPECT_NE(text.find("population.scale = 2"), std::string::npos) << text;
    }
}

}  // namespace
}  // namespace qonys
