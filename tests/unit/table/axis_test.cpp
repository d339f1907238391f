#include "qonys/table/axis.hpp"

#include <gtest/gtest.h>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

TEST(Axis, FindsPositionsByCode)
{
    const Axis axis("region", {"KZ-10", "KZ-11"}, {"Abai", "Aqmola"});
    EXPECT_EQ(axis.position("KZ-11"), 1U);
    EXPECT_FALSE(axis.position("Aqmola").has_value());
    EXPECT_EQ(axis.labels().at(0), "Abai");
}

TEST(Axis, UsesCodesForLabelsWhenThereAreNone)
{
    const Axis axis("sex", {"male", "female"});
    EXPECT_EQ(axis.labels(), axis.codes());
}

TEST(Axis, OfARangeTakesBothEnds)
{
    const Axis years = Axis::range("year", 2025, 2030);
    EXPECT_EQ(years.size(), 6U);
    EXPECT_EQ(years.codes().front(), "2025");
    EXPECT_EQ(years.position("2030"), 5U);
    EXPECT_EQ(Axis::range("age", -1, -1).codes().at(0), "-1");
}

TEST(Axis, RefusesLabelsThatDoNotFit)
{
    EXPECT_THROW(Axis("sex", {"male", "female"}, {"one"}), InternalError);
    EXPECT_THROW(Axis::range("year", 2030, 2025), InternalError);
}

}  // namespace
}  // namespace qonys
