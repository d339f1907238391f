#include "qonys/process/journal.hpp"

#include <gtest/gtest.h>

#include "qonys/core/error.hpp"
#include "qonys/process/registry.hpp"

namespace qonys {
namespace {

JournalLine line(int month, std::uint64_t person)
{
    JournalLine made;
    made.month = month;
    made.person = person;
    made.cells.fill(JournalLine::nothing);
    return made;
}

TEST(Journal, GivesLinesOfAllRanksInTheirOrder)
{
    for (const int num_ranks : {1, 3}) {
        std::vector<JournalLine> all;
        run_pretend_ranks(num_ranks, [&](Communicator& ranks) {
            Journal journal;
            for (int number = 5; number >= 0; --number) {
                if (number % num_ranks == ranks.rank()) {
                    journal.add({line(number / 2, static_cast<std::uint64_t>(9 - number))});
                }
            }
            const std::vector<JournalLine> taken = journal.take(ranks);
            EXPECT_TRUE(journal.take(ranks).empty());
            if (ranks.rank() == 0) {
                all = taken;
            } else {
                EXPECT_TRUE(taken.empty());
            }
        });
        EXPECT_EQ(all, (std::vector<JournalLine>{line(0, 8), line(0, 9), line(1, 6), line(1, 7),
                                                 line(2, 4), line(2, 5)}))
            << num_ranks;
    }
}

TEST(Journal, IsOneOfAModelAndHasNotTooManyColumns)
{
    Registry registry;
    EXPECT_FALSE(registry.journal());
    const std::vector<JournalColumn> many(most_journal_cells + 1);
    EXPECT_THROW(registry.add_journal({"wide", "", many}), InternalError);
    registry.add_journal({"registers", "", {{"event", ""}}});
    EXPECT_EQ(registry.journal()->name, "registers");
    EXPECT_THROW(registry.add_journal({"other", "", {}}), InternalError);
}

}  // namespace
}  // namespace qonys
