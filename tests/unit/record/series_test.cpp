#include "qonys/record/series.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace qonys {
namespace {

Series some_series()
{
    return {{.name = "births",
             .description = "",
             .unit = "persons",
             .axes = {Axis("region", {"A", "B"})}},
            {Month(2025, 1), Month(2025, 2)},
            {1, 2, 3, 4}};
}

std::string digest_of(const Series& series)
{
    Digest digest;
    add_to(digest, series);
    return digest.hex();
}

TEST(Series, IsCoveredByItsDigest)
{
    const std::string before = digest_of(some_series());
    EXPECT_EQ(digest_of(some_series()), before);
    const auto differs = [&](const std::function<void(Series&)>& change) {
        Series series = some_series();
        change(series);
        return digest_of(series) != before;
    };
    EXPECT_TRUE(differs([](Series& series) { series.values[3] = 5; }));
    EXPECT_TRUE(differs([](Series& series) { series.times[1] = Month(2025, 3); }));
    EXPECT_TRUE(differs([](Series& series) { series.spec.name = "deaths"; }));
    EXPECT_TRUE(differs([](Series& series) { series.spec.axes = {Axis("region", {"A", "C"})}; }));
    EXPECT_TRUE(differs([](Series& series) { series.spec.axes = {Axis("area", {"A", "B"})}; }));
}

TEST(Series, WeighsCountsOfASampleUnlessTold)
{
    Series series = some_series();
    EXPECT_EQ(series.weight(0.01), 100.0);
    series.spec.weighted = false;
    EXPECT_EQ(series.weight(0.01), 1.0);
}

}  // namespace
}  // namespace qonys
