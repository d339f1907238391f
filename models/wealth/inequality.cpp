#include "inequality.hpp"

#include <algorithm>

namespace qonys::models::wealth {

Inequality::Inequality(Registry& registry, Column<std::uint32_t> wealth) : wealth_(wealth)
{
    const auto add_stock = [&](std::string name, std::string description, std::string unit,
                               std::vector<Axis> axes) {
        return registry.add_tally({.name = std::move(name),
                                   .description = std::move(description),
                                   .unit = std::move(unit),
                                   .measurement = Measurement::stock,
                                   .axes = std::move(axes),
                                   .weighted = false});
    };
    agents_ = add_stock("agents_by_wealth", "agents by units of money, the last and more", "agents",
                        {Axis::range("wealth", 0, top_wealth)});
    total_ = add_stock("total_wealth", "units of money of all agents", "units", {});
    differences_ =
        add_stock("wealth_differences", "difference in units, summed over pairs", "units", {});
}

ProcessInfo Inequality::info() const
{
    return {.name = "inequality",
            .description = "counts agents by wealth, and their differences",
            .stage = Stage::record,
            .reads = {"wealth"}};
}

void Inequality::propose(const ShardContext& here, const Shard& shard)
{
    for (const std::uint32_t wealth : shard.people()[wealth_]) {
        here.counts.add(agents_, std::min(wealth, top_wealth));
        here.counts.add(total_, 0, wealth);
    }
}

void Inequality::conclude(const StepContext& step, World& world, Tallies& counts)
{
    std::vector<std::uint32_t> mine;
    for (const Shard& shard : world.shards()) {
        const auto wealth = shard.people()[wealth_];
        mine.insert(mine.end(), wealth.begin(), wealth.end());
    }
    std::vector<std::uint32_t> all = step.ranks.all_gather(std::span<const std::uint32_t>(mine));
    if (step.ranks.rank() != 0) {
        return;  // what all ranks know is counted once
    }
    std::ranges::sort(all);
    // The richer of a pair adds his wealth, the poorer takes his away: number i (from 0) of n is
    // the richer in i pairs and the poorer in n - 1 - i.
    const auto n = static_cast<std::int64_t>(all.size());
    for (std::int64_t i = 0; i < n; ++i) {
        counts.add(differences_, 0, (2 * i - n + 1) * all[static_cast<std::size_t>(i)]);
    }
}

}  // namespace qonys::models::wealth
