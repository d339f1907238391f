#include <gtest/gtest.h>

#include "support/run_scenario.hpp"

namespace qonys {
namespace {

std::string hash_of(const Simulation& simulation)
{
    Digest digest;
    for (const Series& series : simulation.recorder().series()) {
        add_to(digest, series);
    }
    return digest.hex();
}

TEST(MonthsInARow, AreTheSameAsOneByOne)
{
    const Plan plan = testing::plan_of(
        "model = \"person_months\"\n[run]\nstart = \"2025-03\"\nend = \"2027-02\"\n"
        "[population]\npeople = 20_000\n");
    const auto ranks = serial_communicator();
    const Threads threads(2);
    Simulation one_by_one(plan, 0, *ranks, threads);
    Simulation in_a_row(plan, 0, *ranks, threads);
    for (Simulation* simulation : {&one_by_one, &in_a_row}) {
        simulation->populate();
        simulation->begin();
    }
    int most_at_once = 0;
    while (!in_a_row.finished()) {
        most_at_once = std::max(most_at_once, in_a_row.advance(24));
    }
    while (!one_by_one.finished()) {
        one_by_one.advance();
    }
    EXPECT_EQ(most_at_once, 6);
    EXPECT_EQ(hash_of(in_a_row), hash_of(one_by_one));
}

}  // namespace
}  // namespace qonys
