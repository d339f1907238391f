#include "qonys/world/columns.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "qonys/core/error.hpp"
#include "support/dice.hpp"

namespace qonys {
namespace {

enum class Status : std::uint8_t { citizen, kandas };

struct Four {
    std::shared_ptr<Schema> schema = std::make_shared<Schema>();
    Column<std::uint8_t> one = schema->add<std::uint8_t>("one", "", 7);
    Column<std::int16_t> two = schema->add<std::int16_t>("two", "", -2);
    Column<PersonId> four = schema->add<PersonId>("four", "", PersonId::invalid(), Refers::person);
    Column<double> eight = schema->add<double>("eight", "", 2.5);
};

TEST(Schema, KnowsWhatColumnsAreOnDisk)
{
    Schema schema;
    schema.add<Status>("status", "", Status::kandas);
    schema.add<PersonKey>("key", "", PersonKey{});
    schema.add<PersonId>("partner", "", PersonId{}, Refers::person);
    schema.add<std::int64_t>("wage", "", 0);
    EXPECT_EQ(schema.columns()[0].type, ElementType::u8);
    EXPECT_EQ(schema.columns()[1].type, ElementType::u64);
    EXPECT_EQ(schema.columns()[2].type, ElementType::u32);
    EXPECT_EQ(schema.columns()[3].type, ElementType::i64);
    EXPECT_EQ(schema.bytes_per_row(), 1U + 8U + 4U + 8U);
}

TEST(Schema, FindsAColumnByNameAndType)
{
    const Four four;
    EXPECT_EQ(four.schema->find<double>("eight").index(), four.eight.index());
    EXPECT_THROW(static_cast<void>(four.schema->find<std::int64_t>("eight")), InternalError);
    EXPECT_THROW(static_cast<void>(four.schema->find<double>("nine")), InternalError);
}

TEST(Schema, RefusesANameThatIsTaken)
{
    Four four;
    EXPECT_THROW(four.schema->add<double>("one", "", 0.0), InternalError);
}

TEST(Schema, RefusesALinkThatIsNoRow)
{
    Schema schema;
    EXPECT_THROW(schema.add<std::uint64_t>("partner", "", 0, Refers::person), InternalError);
}

TEST(Rows, FillNewRows)
{
    const Four four;
    Rows rows(four.schema);
    EXPECT_EQ(rows.append(3), 0U);
    rows[four.two][1] = 5;
    EXPECT_EQ(rows.append(2), 3U);
    EXPECT_EQ(rows.size(), 5U);
    EXPECT_EQ(rows[four.one][4], 7);
    EXPECT_EQ(rows[four.two][0], -2);
    EXPECT_EQ(rows[four.two][1], 5);
    EXPECT_FALSE(rows[four.four][3].valid());
    EXPECT_EQ(rows[four.eight][4], 2.5);
}

TEST(Rows, KeepWhatIsNamedInThatOrder)
{
    const Four four;
    Rows rows(four.schema);
    rows.append(6);
    for (std::size_t i = 0; i < 6; ++i) {
        rows[four.one][i] = static_cast<std::uint8_t>(i);
        rows[four.eight][i] = static_cast<double>(i);
    }
    rows.keep(std::vector<std::uint32_t>{5, 0, 3});
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[four.one][0], 5);
    EXPECT_EQ(rows[four.eight][1], 0.0);
    EXPECT_EQ(rows[four.eight][2], 3.0);
    EXPECT_GE(rows.capacity_bytes(), 3 * four.schema->bytes_per_row());
    rows.keep({});
    EXPECT_EQ(rows.size(), 0U);
    EXPECT_EQ(rows.append(1), 0U);
    EXPECT_EQ(rows[four.one][0], 7);
}

TEST(Rows, AreCopiedWhole)
{
    const Four four;
    Rows rows(four.schema);
    rows.append(3);
    rows[four.two][2] = 9;
    Rows copy(rows);
    rows[four.two][2] = 1;
    EXPECT_EQ(copy.size(), 3U);
    EXPECT_EQ(copy[four.two][2], 9);
    EXPECT_EQ(Rows(Rows(four.schema)).size(), 0U);
}

TEST(Rows, BehaveLikeVectorsUnderRandomUse)
{
    const Four four;
    Rows rows(four.schema);
    std::vector<double> reference;
    testing::Dice dice(61);
    for (int step = 0; step < 300; ++step) {
        if (dice.chance(0.7)) {
            const std::size_t first = rows.append(dice.below(9));
            ASSERT_EQ(first, reference.size());
            for (std::size_t row = first; row < rows.size(); ++row) {
                rows[four.eight][row] = dice.unit();
                reference.push_back(rows[four.eight][row]);
            }
        } else {
            std::vector<std::uint32_t> order;
            std::vector<double> kept;
            for (std::uint32_t row = 0; row < reference.size(); ++row) {
                if (dice.chance(0.6)) {
                    order.insert(
                        order.begin() + static_cast<std::ptrdiff_t>(dice.below(order.size() + 1)),
                        row);
                }
            }
            for (const std::uint32_t row : order) {
                kept.push_back(reference[row]);
            }
            rows.keep(order);
            reference = kept;
        }
        const auto values = rows[four.eight];
        ASSERT_TRUE(std::equal(values.begin(), values.end(), reference.begin(), reference.end()));
    }
}

TEST(Rows, StandOnCacheLines)
{
    const Four four;
    Rows rows(four.schema);
    rows.append(100);
    for (std::size_t column = 0; column < 4; ++column) {
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(rows.raw(column).data()) % 64, 0U);
    }
}

/// Columns of small tables share a piece of memory, those of large ones do not.
class RowsOfEitherSize : public ::testing::TestWithParam<std::size_t> {
protected:
    Four four_;
    Rows rows_{four_.schema};
};

INSTANTIATE_TEST_SUITE_P(, RowsOfEitherSize, ::testing::Values(5, 5000));

TEST_P(RowsOfEitherSize, HandOverLeavesWhatWasSeenAndGoesOnWithACopy)
{
    rows_.append(GetParam());
    rows_[four_.two][3] = 40;
    const auto* before = rows_[four_.two].data();
    const Rows::Memory old = rows_.hand_over(four_.two.index());
    const auto* seen = reinterpret_cast<const std::int16_t*>(old.get());
    EXPECT_EQ(seen, before);
    EXPECT_NE(rows_[four_.two].data(), before);
    EXPECT_EQ(rows_[four_.two][3], 40);
    rows_[four_.two][3] = 41;
    rows_.append(GetParam() * 100);
    rows_.keep(std::vector<std::uint32_t>{0, 1, 3});
    EXPECT_EQ(seen[3], 40);
    EXPECT_EQ(seen[4], -2);
    EXPECT_EQ(rows_[four_.two][2], 41);
}

TEST_P(RowsOfEitherSize, ColumnsDoNotTouch)
{
    rows_.append(GetParam());
    for (std::size_t column = 0; column < four_.schema->columns().size(); ++column) {
        const auto raw = rows_.raw(column);
        std::fill(raw.begin(), raw.end(), static_cast<std::byte>(column + 1));
    }
    for (std::size_t column = 0; column < four_.schema->columns().size(); ++column) {
        const auto raw = rows_.raw(column);
        EXPECT_EQ(std::count(raw.begin(), raw.end(), static_cast<std::byte>(column + 1)),
                  static_cast<std::ptrdiff_t>(raw.size()));
    }
}

}  // namespace
}  // namespace qonys
