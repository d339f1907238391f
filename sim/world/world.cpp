#include "qonys/world/world.hpp"

#include <algorithm>
#include <numeric>

namespace qonys {

WorldSchema WorldSchema::create(bool with_households)
{
    WorldSchema schema;
    schema.people = std::make_shared<Schema>();
    schema.households = std::make_shared<Schema>();
    schema.person = PersonColumns::add_to(*schema.people, with_households);
    schema.household = HouseholdColumns::add_to(*schema.households);
    schema.with_households = with_households;
    return schema;
}

std::optional<ReplicatedId> WorldSchema::find_replicated(std::string_view name) const
{
    const auto found = std::find_if(replicated.begin(), replicated.end(),
                                    [&](const ReplicatedSchema& table) { return table.name == name; });
    return found == replicated.end()
               ? std::nullopt
               : std::optional(
                     ReplicatedId(static_cast<ReplicatedId::rep>(found - replicated.begin())));
}

Shard::Shard(ShardId id, const WorldSchema& schema)
    : id_(id),
      people_(schema.people),
      households_(schema.households),
      side_(schema.side.begin(), schema.side.end())
{
}

std::size_t Shard::sorted_households(const WorldSchema& schema)
{
    const auto keys = households_[schema.household.key];
    const auto known = keys.begin() + static_cast<std::ptrdiff_t>(num_sorted_);
    const auto from = num_sorted_ > 0 ? known - 1 : known;
    num_sorted_ = static_cast<std::size_t>(std::is_sorted_until(from, keys.end()) - keys.begin());
    return num_sorted_;
}

World::World(WorldSchema schema, Regions regions, const Communicator& ranks)
    : schema_(std::move(schema)),
      regions_(std::make_shared<Regions>(std::move(regions))),
      first_shard_(first_owned(num_shards, ranks.rank(), ranks.size()))
{
    const std::size_t end = first_owned(num_shards, ranks.rank() + 1, ranks.size());
    for (std::size_t shard = first_shard_; shard < end; ++shard) {
        shards_.emplace_back(ShardId(static_cast<ShardId::rep>(shard)), schema_);
    }
    for (const ReplicatedSchema& table : schema_.replicated) {
        replicated_.emplace_back(table.columns);
    }
}

std::size_t World::num_person_rows() const
{
    return std::accumulate(
        shards_.begin(), shards_.end(), std::size_t{0},
        [](std::size_t sum, const Shard& shard) { return sum + shard.people().size(); });
}

std::size_t World::memory_bytes() const
{
    const std::size_t replicated = std::accumulate(
        replicated_.begin(), replicated_.end(), std::size_t{0},
        [](std::size_t sum, const Rows& table) { return sum + table.capacity_bytes(); });
    return std::accumulate(shards_.begin(), shards_.end(), replicated,
                           [](std::size_t sum, const Shard& shard) {
                               for (const SideTable& table : shard.side_tables()) {
                                   sum += table.rows().capacity_bytes();
                               }
                               return sum + shard.people().capacity_bytes() +
                                      shard.households().capacity_bytes();
                           });
}

}  // namespace qonys
