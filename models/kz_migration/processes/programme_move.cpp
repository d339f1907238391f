#include "processes/programme_move.hpp"

#include "processes/home.hpp"

namespace qonys::models::kz_migration {

std::size_t ProgrammeMove::move(const ShardContext& here, Shard& shard, HouseholdId household,
                                RegionId destination) const
{
    const auto region = shard.people()[schema_.person.region];
    const auto registered = shard.people()[columns_.registered_region];
    std::size_t moved = 0;
    for_each_member(shard, schema_, household, [&](std::size_t row) {
        if (region[row] != destination) {
            here.counts.add(flows_.actual_moves,
                            flow_cell(region[row], destination.value(), num_regions_));
        }
        if (registered[row] != destination) {
            here.counts.add(flows_.registered_moves,
                            flow_cell(registered[row], destination.value(), num_regions_));
        }
        region[row] = destination;
        registered[row] = destination;
        ++moved;
    });
    shard.households()[schema_.household.region][household.value()] = destination;
    return moved;
}

}  // namespace qonys::models::kz_migration
