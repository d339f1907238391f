#include "exchange.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::wealth {
namespace {

/// An agent as all ranks know it.
struct Agent {
    std::uint64_t priority;  ///< lower acts first
    std::uint64_t key;
    std::uint32_t wealth;
    std::uint32_t row;
    std::uint64_t shard;  ///< of all shards, not of the rank's
};

std::vector<Agent> gather_agents(const StepContext& step, const World& world,
                                 Column<std::uint32_t> wealth_column, const AddressedDraw& order)
{
    const auto month = static_cast<std::uint32_t>(step.now.index());
    std::vector<Agent> mine;
    for (const Shard& shard : world.shards()) {
        const auto key = shard.people()[world.schema().person.key];
        const auto wealth = shard.people()[wealth_column];
        for (std::uint32_t row = 0; row < key.size(); ++row) {
            mine.push_back({order.word(key[row].value(), month), key[row].value(), wealth[row], row,
                            shard.id().value()});
        }
    }
    std::vector<Agent> agents = step.ranks.all_gather(std::span<const Agent>(mine));
    std::ranges::sort(agents, {},
                      [](const Agent& agent) { return std::tuple(agent.priority, agent.key); });
    return agents;
}

}  // namespace

Exchange::Exchange(Registry& registry, Activation activation, Column<std::uint32_t> wealth)
    : activation_(activation),
      wealth_(wealth),
      order_(registry.add_draw("exchange", "order")),
      exchange_(registry.add_draw("exchange", "exchange")),
      exchanges_(registry.add_tally(
          {.name = "exchanges", .description = "units given", .unit = "units", .weighted = false}))
{}

ProcessInfo Exchange::info() const
{
    return {.name = "exchange",
            .description = "everyone who can gives one unit to a random other",
            .stage = Stage::jobs,
            .reads = {"key"},
            .writes = {"wealth"},
            .draws = {"order", "exchange"}};
}

void Exchange::conclude(const StepContext& step, World& world, Tallies& counts)
{
    std::vector<Agent> agents = gather_agents(step, world, wealth_, step.random(order_));
    const AddressedDraw draw = step.random(exchange_);
    std::int64_t given = 0;
    for (std::size_t turn = 0; turn < agents.size(); ++turn) {
        std::array<std::uint64_t, 2> words{};
        draw.words(agents[turn].key, static_cast<std::uint32_t>(step.now.index()), words);
        const std::size_t giver =
            activation_ == Activation::each_once ? turn : uniform_index(words[1], agents.size());
        if (agents[giver].wealth == 0) {
            continue;
        }
        const std::size_t other = uniform_index(words[0], agents.size() - 1);
        --agents[giver].wealth;
        ++agents[other < giver ? other : other + 1].wealth;
        ++given;
    }
    // What all ranks know is counted once.
    counts.add(exchanges_, 0, step.ranks.rank() == 0 ? given : 0);
    const std::size_t first = world.first_shard();
    for (const Agent& agent : agents) {
        if (agent.shard >= first && agent.shard < first + world.shards().size()) {
            world.shards()[agent.shard - first].people()[wealth_][agent.row] = agent.wealth;
        }
    }
}

}  // namespace qonys::models::wealth
