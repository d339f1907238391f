#pragma once

#include "grid.hpp"
#include "qonys/process/process.hpp"
#include "qonys/process/registry.hpp"
#include "qonys/scenario/reader.hpp"

namespace qonys::models::schelling {

struct Params {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint32_t num_agents = 0;
    Share tolerance;  ///< smallest share of like neighbours that an agent bears

    static Params read(Reader& in);
    [[nodiscard]] bool is_unhappy(Grid::Neighbours neighbours) const
    {
        return neighbours.like < tolerance.value() * neighbours.all;
    }
};

/// Columns that the model adds to a person.
struct Columns {
    Column<Group> group;
    Column<std::uint32_t> cell;

    static Columns declare(Registry& registry);
    static Columns find(const Schema& people);
};

/// An agent as all ranks know it.
struct Agent {
    std::uint64_t key;
    std::uint32_t cell;
    std::uint32_t row;
    std::uint16_t shard;  ///< of all shards, not of the rank's
    Group group;
};

/// All agents of all ranks, by shard and row. Collective.
[[nodiscard]] std::vector<Agent> gather_agents(Communicator& ranks, const World& world,
                                               const Columns& columns);

/// The grid that they occupy.
[[nodiscard]] Grid grid_of(const Params& params, const std::vector<Agent>& agents);

}  // namespace qonys::models::schelling
