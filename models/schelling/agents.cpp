#include "agents.hpp"

#include <algorithm>
#include <cmath>

namespace qonys::models::schelling {

Params Params::read(Reader& in)
{
    constexpr Bounds side = Bounds::within(3, 10'000);  // from 3 on, the eight neighbours differ
    Reader grid = in.section("grid");
    Params params;
    params.width = static_cast<std::uint32_t>(
        grid.integer("width", side, {"cells", "cells in a row of the torus"}));
    params.height =
        static_cast<std::uint32_t>(grid.integer("height", side, {"cells", "rows of the torus"}));
    const double density =
        grid.number("density", {.low = 0.0, .high = 1.0, .low_open = true, .high_open = true},
                    {"-", "part of the cells with an agent", "somewhere to move must be left"});
    const double num_cells = static_cast<double>(params.width) * params.height;
    // At least one cell is empty, however the product is rounded.
    params.num_agents =
        static_cast<std::uint32_t>(std::floor(std::min(density * num_cells, num_cells - 1.0)));
    params.tolerance = in.section("agents").share(
        "tolerance", {"-", "smallest share of like neighbours that an agent bears"});
    return params;
}

Columns Columns::declare(Registry& registry)
{
    return {registry.add_person_column<Group>("group", "0 or 1"),
            registry.add_person_column<std::uint32_t>("cell", "place on the grid, row by row")};
}

Columns Columns::find(const Schema& people)
{
    return {people.find<Group>("group"), people.find<std::uint32_t>("cell")};
}

std::vector<Agent> gather_agents(Communicator& ranks, const World& world, const Columns& columns)
{
    std::vector<Agent> mine;
    for (const Shard& shard : world.shards()) {
        const Rows& people = shard.people();
        const auto key = people[world.schema().person.key];
        const auto cell = people[columns.cell];
        const auto group = people[columns.group];
        for (std::uint32_t row = 0; row < people.size(); ++row) {
            mine.push_back({key[row].value(), cell[row], row, shard.id().value(), group[row]});
        }
    }
    return ranks.all_gather(std::span<const Agent>(mine));
}

Grid grid_of(const Params& params, const std::vector<Agent>& agents)
{
    Grid grid(params.width, params.height);
    for (const Agent& agent : agents) {
        grid.put(agent.cell, agent.group);
    }
    return grid;
}

}  // namespace qonys::models::schelling
