#include "qonys/world/regions.hpp"

#include <gtest/gtest.h>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

Regions four_regions()
{
    return Regions({{"A", "Alpha"}, {"B", "Beta"}, {"C", "Gamma"}, {"D", "Delta"}},
                   {{.a = RegionId(0), .b = RegionId(1), .distance_km = 100, .contiguous = true},
                    {.a = RegionId(1), .b = RegionId(2), .distance_km = 50, .contiguous = false},
                    {.a = RegionId(0), .b = RegionId(2), .distance_km = 200, .contiguous = true}});
}

TEST(Regions, MeasureAlongLinks)
{
    const Regions regions = four_regions();
    EXPECT_EQ(regions.distance_km(RegionId(0), RegionId(1)), 100.0);
    EXPECT_EQ(regions.distance_km(RegionId(1), RegionId(0)), 100.0);
    EXPECT_EQ(regions.distance_km(RegionId(2), RegionId(2)), 0.0);
}

TEST(Regions, BelieveADirectLinkOverADetour)
{
    EXPECT_EQ(four_regions().distance_km(RegionId(0), RegionId(2)), 200.0);
}

TEST(Regions, SayWhenNoWayLeadsThere)
{
    EXPECT_FALSE(four_regions().distance_km(RegionId(0), RegionId(3)).has_value());
    EXPECT_FALSE(four_regions().contiguous(RegionId(0), RegionId(3)));
}

TEST(Regions, FindTheWayThroughOthers)
{
    const Regions line({{"A", ""}, {"B", ""}, {"C", ""}},
                       {{.a = RegionId(0), .b = RegionId(1), .distance_km = 10},
                        {.a = RegionId(1), .b = RegionId(2), .distance_km = 20}});
    EXPECT_EQ(line.distance_km(RegionId(0), RegionId(2)), 30.0);
    EXPECT_FALSE(line.contiguous(RegionId(0), RegionId(1)));
}

TEST(Regions, AreFoundByCodeAndMakeAnAxis)
{
    const Regions regions = four_regions();
    EXPECT_EQ(regions.find("C"), RegionId(2));
    EXPECT_FALSE(regions.find("Gamma").has_value());
    EXPECT_EQ(regions.axis().name(), "region");
    EXPECT_EQ(regions.axis().labels().at(3), "Delta");
    EXPECT_EQ(regions[RegionId(1)].name, "Beta");
}

TEST(Regions, RefuseLinksToNowhere)
{
    EXPECT_THROW(Regions({{"A", ""}}, {{.a = RegionId(0), .b = RegionId(1)}}), InternalError);
    EXPECT_THROW(Regions({}), InternalError);
    EXPECT_THROW(Regions({{"A", ""}, {"B", ""}},
                         {{.a = RegionId(0), .b = RegionId(1), .distance_km = -1.0}}),
                 InternalError);
}

}  // namespace
}  // namespace qonys
