#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "qonys/core/id.hpp"
#include "qonys/parallel/communicator.hpp"
#include "qonys/parallel/threads.hpp"
#include "qonys/world/columns.hpp"
#include "qonys/world/lineage.hpp"
#include "qonys/world/people.hpp"
#include "qonys/world/regions.hpp"
#include "qonys/world/side_table.hpp"

namespace qonys {

using ReplicatedId = Id<struct ReplicatedTag, std::uint8_t>;  ///< one of the replicated tables

/// The columns of a table that every rank holds whole.
struct ReplicatedSchema {
    std::string name;         ///< "employers"
    std::string description;
    std::shared_ptr<Schema> columns;
};

/// The columns of a world, fixed before anybody lives in it.
struct WorldSchema {
    std::shared_ptr<Schema> people;
    std::shared_ptr<Schema> households;
    std::vector<ReplicatedSchema> replicated;
    std::vector<SideSchema> side;
    PersonColumns person;
    HouseholdColumns household;
    bool with_households = true;

    static WorldSchema create(bool with_households);
    /// The replicated table of this name; none when no process has declared it.
    [[nodiscard]] std::optional<ReplicatedId> find_replicated(std::string_view name) const;
};

/// The people and households whose keys fall into one logical shard.
class Shard {
public:
    Shard(ShardId id, const WorldSchema& schema);

    [[nodiscard]] ShardId id() const { return id_; }
    [[nodiscard]] Rows& people() { return people_; }
    [[nodiscard]] const Rows& people() const { return people_; }
    [[nodiscard]] Rows& households() { return households_; }
    [[nodiscard]] const Rows& households() const { return households_; }
    [[nodiscard]] SideTable& side(SideTableId table) { return side_[table.value()]; }
    [[nodiscard]] const SideTable& side(SideTableId table) const { return side_[table.value()]; }
    [[nodiscard]] std::span<SideTable> side_tables() { return side_; }
    [[nodiscard]] std::span<const SideTable> side_tables() const { return side_; }

    /// How many households, from the first on, stand in key order: all but those founded since the last
    /// compaction. Remembered, so that asking each month costs little.
    [[nodiscard]] std::size_t sorted_households(const WorldSchema& schema);

private:
    friend void compact(Shard& shard, const WorldSchema& schema);
    std::size_t num_sorted_ = 0;
    ShardId id_;
    Rows people_;
    Rows households_;
    std::vector<SideTable> side_;
};

/// State of one rank: its own shards, and what every rank has: the regions, and small tables (employers
/// with staff, permits) that all ranks advance alike from numbers that were summed or gathered.
class World {
public:
    World(WorldSchema schema, Regions regions, const Communicator& ranks);

    [[nodiscard]] const WorldSchema& schema() const { return schema_; }
    [[nodiscard]] const Regions& regions() const { return *regions_; }
    [[nodiscard]] std::span<Shard> shards() { return shards_; }
    [[nodiscard]] std::span<const Shard> shards() const { return shards_; }
    [[nodiscard]] std::size_t first_shard() const { return first_shard_; }
    /// Change it in conclude, start or populate alone, the same on every rank.
    [[nodiscard]] Rows& replicated(ReplicatedId table) { return replicated_[table.value()]; }
    [[nodiscard]] const Rows& replicated(ReplicatedId table) const
    {
        return replicated_[table.value()];
    }

    [[nodiscard]] std::size_t num_person_rows() const;  ///< of this rank, gone ones included
    [[nodiscard]] std::size_t memory_bytes() const;     ///< of this rank

private:
    WorldSchema schema_;
    std::shared_ptr<const Regions> regions_;
    std::size_t first_shard_;
    std::vector<Shard> shards_;
    std::vector<Rows> replicated_;
};

/// Drops rows that are gone, with their rows in side tables, orders the rest by key, and mends every link between rows. What a shard
/// holds afterwards depends on its people alone, not on how they came.
void compact(Shard& shard, const WorldSchema& schema);

/// Whether a shard has enough rows gone for compaction to pay (one in sixteen).
[[nodiscard]] bool worth_compacting(const Shard& shard, const WorldSchema& schema);

}  // namespace qonys
