#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "qonys/random/distribution/uniform.hpp"
#include "qonys/random/stream.hpp"
#include "qonys/world/households.hpp"
#include "qonys/world/world.hpp"

namespace qonys::testing {

inline Regions two_regions()
{
    return Regions(
        {{"A", "Alpha"}, {"B", "Beta"}},
        {{.a = RegionId(0), .b = RegionId(1), .distance_km = 300.0, .contiguous = true}});
}

/// Members of household `number` in tiny worlds: one to five.
inline std::uint32_t tiny_size(std::uint64_t number)
{
    return static_cast<std::uint32_t>(1 + mix64(number) % 5);
}

/// Adds household `number` with its members to its shard.
inline void settle(Shard& shard, const WorldSchema& schema, std::uint64_t number)
{
    HouseholdLinks links(shard, schema);
    const RegionId region(static_cast<RegionId::rep>(number % 2));
    const HouseholdId household = links.found(lineage::household(number), region);
    for (std::uint32_t slot = 0; slot < tiny_size(number); ++slot) {
        const std::size_t row = shard.people().append(1);
        shard.people()[schema.person.key][row] = lineage::member(number, slot);
        shard.people()[schema.person.birth_month][row] =
            static_cast<MonthStamp>(1000 + number % 400 + slot);
        shard.people()[schema.person.sex][row] = slot % 2 == 0 ? Sex::female : Sex::male;
        shard.people()[schema.person.region][row] = region;
        links.join(PersonId(static_cast<PersonId::rep>(row)), household);
    }
}

/// Households 0 .. num_households - 1, each in its shard, as far as this rank owns it.
inline void settle_all(World& world, std::uint64_t num_households)
{
    for (std::uint64_t number = 0; number < num_households; ++number) {
        const std::size_t shard = shard_of(lineage::household(number)).value();
        const std::size_t first = world.first_shard();
        if (shard >= first && shard < first + world.shards().size()) {
            settle(world.shards()[shard - first], world.schema(), number);
        }
    }
}

/// Who lives with whom, free of rows: household key -> keys of its members, in the order of the
/// links.
using Homes = std::map<HouseholdKey, std::vector<PersonKey>>;

inline void add_homes(Shard& shard, const WorldSchema& schema, Homes& homes)
{
    const HouseholdLinks links(shard, schema);
    for (std::uint32_t row = 0; row < shard.households().size(); ++row) {
        std::vector<PersonKey> members;
        links.for_each_member(HouseholdId(row), [&](PersonId member) {
            members.push_back(shard.people()[schema.person.key][member.value()]);
        });
        if (!members.empty()) {
            homes[shard.households()[schema.household.key][row]] = std::move(members);
        }
    }
}

inline Homes homes_of(World& world)
{
    Homes homes;
    for (Shard& shard : world.shards()) {
        add_homes(shard, world.schema(), homes);
    }
    return homes;
}

inline void check_all_links(const World& world)
{
    for (const Shard& shard : world.shards()) {
        check_links(shard, world.schema());
    }
}

}  // namespace qonys::testing
