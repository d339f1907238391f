#include "qonys/world/tally.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "qonys/core/error.hpp"

namespace qonys {
namespace {

TallySpec named(std::string name, std::vector<Axis> axes)
{
    return {.name = std::move(name), .description = "", .unit = "persons", .axes = std::move(axes)};
}

TEST(TallyBook, LaysTalliesEndToEnd)
{
    TallyBook book;
    const TallyId births = book.add(named("births", {Axis("region", {"A", "B", "C"})}));
    const TallyId money = book.add(named("money", {}));
    const TallyId people =
        book.add(named("people", {Axis("region", {"A", "B", "C"}), Axis("sex", {"m", "f"})}));
    EXPECT_EQ(book.num_cells(), 3U + 1U + 6U);
    EXPECT_EQ(book.offset(births), 0U);
    EXPECT_EQ(book.offset(money), 3U);
    EXPECT_EQ(book.offset(people), 4U);
    EXPECT_EQ(book[people].num_cells(), 6U);
}

TEST(TallyBook, RefusesANameThatIsTaken)
{
    TallyBook book;
    book.add(named("births", {}));
    EXPECT_THROW(book.add(named("births", {})), InternalError);
}

TEST(Tallies, CountIntoTheirOwnCells)
{
    TallyBook book;
    const TallyId births = book.add(named("births", {Axis("region", {"A", "B", "C"})}));
    const TallyId money = book.add(named("money", {}));
    Tallies counts(book);
    counts.add(births, 2);
    counts.add(births, 2, 4);
    counts.add(money, 0, -7);
    counts.cell(births, 0) = 1;
    counts.add_cells(births, std::vector<std::int64_t>{0, 3});
    EXPECT_EQ(counts.of(births)[0], 1);
    EXPECT_EQ(counts.of(births)[1], 3);
    EXPECT_EQ(counts.of(births)[2], 5);
    EXPECT_EQ(counts.of(money)[0], -7);
    counts.clear();
    EXPECT_TRUE(std::all_of(counts.cells().begin(), counts.cells().end(),
                            [](std::int64_t value) { return value == 0; }));
}

}  // namespace
}  // namespace qonys
