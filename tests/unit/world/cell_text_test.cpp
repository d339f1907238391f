#include "qonys/world/cell_text.hpp"

#include <gtest/gtest.h>

#include "qonys/world/columns.hpp"

namespace qonys {
namespace {

TEST(CellText, HasAWordForEachCodeAndNumbersForOthers)
{
    const CellText text = CellText::of({"male", "female"});
    EXPECT_EQ(text.words(0), "male");
    EXPECT_EQ(text.words(1), "female");
    EXPECT_EQ(text.words(2), "2");
}

TEST(CellText, GoesByTheTypeUnlessSaidOtherwise)
{
    Schema schema;
    schema.add<RegionId>("region", "", RegionId::invalid());
    schema.add<PersonKey>("key", "", PersonKey{});
    schema.add<ShardId>("place", "", ShardId::invalid());
    schema.add<double>("pay", "", 0.0);
    const auto kind = [&](std::size_t column) { return schema.columns()[column].text.kind; };
    EXPECT_EQ(kind(0), CellText::Kind::region);
    EXPECT_EQ(kind(1), CellText::Kind::hidden);
    EXPECT_EQ(kind(2), CellText::Kind::index);
    EXPECT_EQ(kind(3), CellText::Kind::number);
    EXPECT_TRUE(schema.tell("pay", CellText::month()));
    EXPECT_EQ(kind(3), CellText::Kind::month);
    EXPECT_FALSE(schema.tell("payment", CellText::month()));
}

}  // namespace
}  // namespace qonys
