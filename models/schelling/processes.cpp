#include "processes.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::schelling {
namespace {

TallyId add_stock(Registry& registry, std::string name, std::string description)
{
    return registry.add_tally({.name = std::move(name),
                               .description = std::move(description),
                               .unit = "agents",
                               .measurement = Measurement::stock,
                               .weighted = false});
}

/// Agents in the order in which they act this month: of rising words, then keys.
std::vector<Agent> in_random_order(const std::vector<Agent>& agents, const AddressedDraw& order,
                                   std::uint32_t month)
{
    std::vector<std::tuple<std::uint64_t, std::uint64_t, std::size_t>> turns;
    for (std::size_t i = 0; i < agents.size(); ++i) {
        turns.emplace_back(order.word(agents[i].key, month), agents[i].key, i);
    }
    std::ranges::sort(turns);
    std::vector<Agent> ordered;
    for (const auto& turn : turns) {
        ordered.push_back(agents[std::get<2>(turn)]);
    }
    return ordered;
}

}  // namespace

Moves::Moves(Registry& registry, const Params& params, const Columns& columns)
    : params_(params),
      columns_(columns),
      order_(registry.add_draw("moves", "order")),
      target_(registry.add_draw("moves", "target")),
      moves_(registry.add_tally({.name = "moves",
                                 .description = "moves to an empty cell",
                                 .unit = "agents",
                                 .weighted = false}))
{}

ProcessInfo Moves::info() const
{
    return {.name = "moves",
            .description = "unhappy agents move, one at a time",
            .stage = Stage::moves,
            .reads = {"key", "group"},
            .writes = {"cell"},
            .draws = {"order", "target"}};
}

void Moves::conclude(const StepContext& step, World& world, Tallies& counts)
{
    const auto month = static_cast<std::uint32_t>(step.now.index());
    const std::vector<Agent> agents = gather_agents(step.ranks, world, columns_);
    Grid grid = grid_of(params_, agents);
    std::vector<std::uint32_t> empty = grid.empty_cells();
    const AddressedDraw target = step.random(target_);
    const std::size_t first_shard = world.first_shard();
    for (const Agent& agent : in_random_order(agents, step.random(order_), month)) {
        if (!params_.is_unhappy(grid.around(agent.cell, agent.group))) {
            continue;
        }
        std::uint32_t& place = empty[uniform_index(target.word(agent.key, month), empty.size())];
        grid.clear(agent.cell);
        grid.put(place, agent.group);
        if (agent.shard >= first_shard && agent.shard < first_shard + world.shards().size()) {
            world.shards()[agent.shard - first_shard].people()[columns_.cell][agent.row] = place;
            counts.add(moves_, 0);
        }
        place = agent.cell;
    }
}

Segregation::Segregation(Registry& registry, const Params& params, const Columns& columns)
    : params_(params),
      columns_(columns),
      like_neighbours_(add_stock(registry, "like_neighbours",
                                 "neighbours of the same group, summed over agents")),
      neighbours_(add_stock(registry, "neighbours", "neighbours, summed over agents")),
      unhappy_(add_stock(registry, "unhappy", "agents with too few like neighbours"))
{}

ProcessInfo Segregation::info() const
{
    return {.name = "segregation",
            .description = "counts like and other neighbours",
            .stage = Stage::record,
            .reads = {"group", "cell"}};
}

void Segregation::conclude(const StepContext& step, World& world, Tallies& counts)
{
    const std::vector<Agent> agents = gather_agents(step.ranks, world, columns_);
    if (step.ranks.rank() != 0) {
        return;  // what all ranks know is counted once
    }
    const Grid grid = grid_of(params_, agents);
    for (const Agent& agent : agents) {
        const Grid::Neighbours neighbours = grid.around(agent.cell, agent.group);
        counts.add(like_neighbours_, 0, neighbours.like);
        counts.add(neighbours_, 0, neighbours.all);
        counts.add(unhappy_, 0, params_.is_unhappy(neighbours) ? 1 : 0);
    }
}

}  // namespace qonys::models::schelling
