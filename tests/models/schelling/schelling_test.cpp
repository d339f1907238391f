#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "qonys/core/error.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "support/run_scenario.hpp"

namespace qonys::testing {
namespace {

Plan plan_with(const std::string& more = {})
{
    return plan_of("extends = 'schelling.toml'\n" + more);
}

double share_of_like(const Finished& run, std::size_t time)
{
    return static_cast<double>(run["like_neighbours"].at(time)[0]) /
           static_cast<double>(run["neighbours"].at(time)[0]);
}

struct Placed {
    std::vector<std::uint64_t> key;
    std::vector<std::uint32_t> cell;
    std::vector<std::uint8_t> group;

    explicit Placed(const MemorySnapshot& state)
        : key(state.values<std::uint64_t>("people/key")),
          cell(state.values<std::uint32_t>("people/cell")),
          group(state.values<std::uint8_t>("people/group"))
    {}
};

/// A month of the model by rote: the grid a map from coordinates to groups, the neighbours looked
/// for anew for each agent.
void move_by_rote(Placed& agents, int width, int height, double tolerance, Month now, Stream random)
{
    const auto month = static_cast<std::uint32_t>(now.index());
    std::map<std::pair<int, int>, int> grid;
    const auto place = [&](std::uint32_t cell) {
        return std::pair(static_cast<int>(cell) % width, static_cast<int>(cell) / width);
    };
    std::vector<std::tuple<std::uint64_t, std::uint64_t, std::size_t>> turns;
    for (std::size_t i = 0; i < agents.key.size(); ++i) {
        grid[place(agents.cell[i])] = agents.group[i];
        turns.emplace_back(random(Draw("moves.order")).word(agents.key[i], month), agents.key[i],
                           i);
    }
    std::vector<std::uint32_t> empty;
    for (std::uint32_t cell = 0; cell < static_cast<std::uint32_t>(width * height); ++cell) {
        if (!grid.contains(place(cell))) {
            empty.push_back(cell);
        }
    }
    std::sort(turns.begin(), turns.end());
    for (const auto& [priority, key, agent] : turns) {
        const auto [x, y] = place(agents.cell[agent]);
        int like = 0;
        int all = 0;
        for (const auto& [dx, dy] :
             {std::pair{-1, -1}, {0, -1}, {1, -1}, {-1, 0}, {1, 0}, {-1, 1}, {0, 1}, {1, 1}}) {
            const auto found = grid.find({(x + dx + width) % width, (y + dy + height) % height});
            all += found != grid.end() ? 1 : 0;
            like += found != grid.end() && found->second == agents.group[agent] ? 1 : 0;
        }
        if (all > 0 && static_cast<double>(like) / all < tolerance) {
            const std::uint64_t word = random(Draw("moves.target")).word(key, month);
            std::uint32_t& chosen = empty[uniform_index(word, empty.size())];
            grid.erase(place(agents.cell[agent]));
            grid[place(chosen)] = agents.group[agent];
            std::swap(agents.cell[agent], chosen);
        }
    }
}

TEST(Schelling, AgentsAreConservedAndNoTwoShareACell)
{
    const Placed agents(run(plan_with()).state);
    EXPECT_EQ(agents.cell.size(), 9000U);
    EXPECT_EQ(std::count(agents.group.begin(), agents.group.end(), 0), 4500);
    EXPECT_EQ(std::set<std::uint32_t>(agents.cell.begin(), agents.cell.end()).size(), 9000U);
    EXPECT_LT(*std::max_element(agents.cell.begin(), agents.cell.end()), 10000U);
}

// At the start the pairs of neighbours are alike by chance: (n / 2 - 1) / (n - 1). Pairs are nearly
// uncorrelated; there are four a cell, both of whose cells are occupied with probability 0.81.
TEST(Schelling, SegregationRisesFromChance)
{
    const Finished result = run(plan_with());
    const double error = 0.5 / std::sqrt(4 * 10000 * 0.81);
    EXPECT_NEAR(share_of_like(result, 0), 4499.0 / 8999.0, 4.0 * error);
    EXPECT_GT(share_of_like(result, 24), share_of_like(result, 0) + 0.2);
    EXPECT_LT(result["unhappy"].at(24)[0], result["unhappy"].at(0)[0] / 10);
}

TEST(Schelling, NobodyMovesAtToleranceZero)
{
    const Finished result = run(plan_with("agents.tolerance = 0"));
    EXPECT_EQ(result.total("moves"), 0);
    EXPECT_EQ(result.total("unhappy"), 0);
}

TEST(Schelling, OneAtATimeEachSeesWhatTheLastLeft)
{
    const std::string small = "grid.width = 9\ngrid.height = 7\nrun.end = '2025-03'\n";
    Placed expected(
        run(plan_with(small + "agents.tolerance = 0")).state);  // as placed at the start
    const Placed agents(run(plan_with(small + "agents.tolerance = 0.6")).state);
    for (const int month : {1, 2, 3}) {
        move_by_rote(expected, 9, 7, 0.6, Month(2025, month), Stream(1, 0));
    }
    EXPECT_EQ(agents.key, expected.key);
    EXPECT_EQ(agents.cell, expected.cell);
}

TEST(Schelling, SampleIsRefused)
{
    EXPECT_THROW(static_cast<void>(plan_with("population.scale = 0.5")), InputError);
}

TEST(Schelling, SameForAnyCrew)
{
    expect_same_for_any_crew(plan_with("grid.width = 40\ngrid.height = 30\n"), Month(2025, 7));
}

TEST(Schelling, SeedsDiffer)
{
    EXPECT_NE(run(plan_with("run.seed = 1")).hash(), run(plan_with("run.seed = 2")).hash());
}

}  // namespace
}  // namespace qonys::testing
