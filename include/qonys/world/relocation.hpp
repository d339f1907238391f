#pragma once

#include <span>
#include <vector>

#include "qonys/world/world.hpp"

namespace qonys {

/// A person who goes to live in another household, of this shard or another.
struct Relocation {
    std::size_t shard = 0;     ///< position among this rank's shards
    PersonId person = {};
    HouseholdKey household = {};
    RegionId region = {};      ///< of a household that does not exist yet: it is founded there
};

/// A person who has come to a household of this rank.
struct Arrival {
    std::size_t shard;         ///< position among this rank's shards
    PersonId person;
    HouseholdId household;
    bool founded;              ///< the first of a household that did not exist before
};

/// Moves people between shards, with all their columns and rows of side tables, and ties them to their new households, whose
/// region becomes theirs. Collective, once a stage at most. Rows left behind are marked Gone::merged.
/// Columns that refer to rows (partners) arrive invalid: whoever knows the tie sets it anew. Returns who
/// came, by shard and key, so that columns of founded households can be set.
[[nodiscard]] std::vector<Arrival> relocate(World& world, Communicator& ranks,
                                            const Threads& threads,
                                            std::span<const Relocation> relocations);

}  // namespace qonys
