#pragma once

#include <cstdint>
#include <vector>

#include "columns.hpp"
#include "processes/home.hpp"
#include "qonys/process/process.hpp"
#include "qonys/world/relocation.hpp"

namespace qonys::models::kz_migration {

/// Somebody who may leave his household this month.
struct Leaver {
    std::uint32_t row;
    HouseholdId household;
    std::uint64_t key;
};

/// Keeps one leaver of each household: the one with the lowest key, so that neither the order of rows nor
/// that of proposals matters.
void keep_one_of_each_household(std::vector<Leaver>& leavers);

/// Whether a person has to take along the minors of his home: nobody else there could look after them, or
/// they are hers.
[[nodiscard]] bool takes_minors(const Home& home, Sex sex, int children_ever_born);

/// Whom the leaver takes along: himself, and the minors who have to go with him.
[[nodiscard]] std::vector<PersonId> party_of(const Shard& shard, const WorldSchema& schema,
                                             const Columns& columns, PersonId leaver, Month now);

/// Gives who has come the urban or rural area of the household; a founded one takes that of its first.
void settle(World& world, const Columns& columns, const Arrival& arrival);

}  // namespace qonys::models::kz_migration
