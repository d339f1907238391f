#include "labour/foreign_cost.hpp"

#include <gtest/gtest.h>

#include <cmath>

// What the fee of a permit does to the posts that employers would give to foreigners.
namespace qonys::models::kz_migration {
namespace {

constexpr double elasticity = -0.4;
constexpr double rounding = 1e-12;
const FeeResponse response(elasticity);

double worth(PostDemand demand, double fee)
{
    return response.worth(demand, {.wages = 4'000'000, .fee = fee, .usual_fee = 1'000'000})
        .probability();
}

TEST(FeeResponse, KeepsWhatWasAskedForAtTheUsualFee)
{
    EXPECT_NEAR(worth(PostDemand::lasting, 1'000'000), 1.0, rounding);
    EXPECT_EQ(worth(PostDemand::reserve, 1'000'000), 0.0);
    EXPECT_NEAR(worth(PostDemand::none, 1'000'000), 1.0, rounding);
}

TEST(FeeResponse, HasAConstantElasticityToTheWholeCost)
{
    // Twice the fee: a fifth more of wage and fee.
    EXPECT_NEAR(worth(PostDemand::lasting, 2'000'000), std::pow(1.2, elasticity), rounding);
    // No fee: a fifth less; what comes on top comes from the reserve.
    EXPECT_NEAR(worth(PostDemand::lasting, 0.0), 1.0, rounding);
    EXPECT_NEAR(worth(PostDemand::reserve, 0.0) * reserve_of_posts,
                std::pow(0.8, elasticity) - 1.0, rounding);
}

TEST(FeeResponse, FallsWithTheFee)
{
    for (const PostDemand demand : {PostDemand::lasting, PostDemand::reserve}) {
        double last = 1.0;
        for (double fee = 0.0; fee <= 5'000'000; fee += 250'000) {
            const double now = worth(demand, fee);
            EXPECT_LE(now, last) << fee;
            last = now;
        }
        EXPECT_LT(last, 0.9);
    }
}

TEST(FeeResponse, CallsUpTheWholeReserveAtMost)
{
    const FeeResponse strong(-3.0);
    EXPECT_NEAR(strong
                    .worth(PostDemand::reserve,
                           {.wages = 1'000'000, .fee = 0.0, .usual_fee = 1'000'000})
                    .probability(),
                1.0, rounding);
}

}  // namespace
}  // namespace qonys::models::kz_migration
