#include "qonys/world/relocation.hpp"

#include <algorithm>
#include <cstring>

#include "qonys/core/contract.hpp"
#include "qonys/world/households.hpp"

namespace qonys {
namespace {

using Bytes = Communicator::Bytes;

struct Header {
    HouseholdKey household;
    PersonKey person;
    RegionId region;
};

void append(Bytes& bytes, const void* data, std::size_t size)
{
    const auto* first = static_cast<const std::byte*>(data);
    bytes.insert(bytes.end(), first, first + size);
}

int owner_of(ShardId shard, int num_ranks)
{
    int rank = static_cast<int>(shard.value() * static_cast<std::size_t>(num_ranks) / num_shards);
    while (first_owned(num_shards, rank + 1, num_ranks) <= shard.value()) {
        ++rank;
    }
    return rank;
}

void pack(const Rows& rows, std::size_t row, Bytes& bytes)
{
    for (std::size_t column = 0; column < rows.schema().columns().size(); ++column) {
        const std::size_t size = rows.schema().columns()[column].bytes;
        append(bytes, rows.raw(column).data() + row * size, size);
    }
}

void unpack(Rows& rows, std::size_t row, const std::byte* bytes)
{
    for (std::size_t column = 0; column < rows.schema().columns().size(); ++column) {
        const ColumnInfo& info = rows.schema().columns()[column];
        std::byte* cell = rows.raw(column).data() + row * info.bytes;
        if (info.refers == Refers::nothing) {
            std::memcpy(cell, bytes, info.bytes);
        }
        bytes += info.bytes;  // links keep the fill value: the rows they named are elsewhere
    }
}

/// A person's rows in side tables leave with him: for each table whether he has one, and its columns.
void pack_side(Shard& shard, PersonKey person, Bytes& bytes)
{
    for (SideTable& table : shard.side_tables()) {
        const std::optional<std::size_t> row = table.find(person);
        bytes.push_back(std::byte{row.has_value()});
        if (row) {
            pack(table.rows(), *row, bytes);
            table.erase(*row);
        }
    }
}

/// Bytes that a person's side rows take, from the first on.
std::size_t side_bytes(const WorldSchema& schema, const std::byte* first)
{
    std::size_t at = 0;
    for (const SideSchema& table : schema.side) {
        const bool has_row = first[at++] != std::byte{0};
        at += has_row ? table.columns->bytes_per_row() : 0;
    }
    return at;
}

void unpack_side(Shard& shard, PersonKey person, const std::byte* bytes)
{
    for (SideTable& table : shard.side_tables()) {
        const bool has_row = *bytes++ != std::byte{0};
        if (has_row) {
            unpack(table.rows(), table.insert(person), bytes);
            bytes += table.rows().schema().bytes_per_row();
        }
    }
}

/// One arriving person: where to, who, the packed columns, and behind them the side rows.
struct Parcel {
    Header header;
    const std::byte* columns;
    const std::byte* side;
};

using Parcels = std::vector<std::vector<Parcel>>;  ///< by place of the shard

/// Sorted by key: rows must not depend on which rank a person came from.
Parcels open(const std::vector<Bytes>& incoming, const World& world)
{
    Parcels parcels(world.shards().size());
    const std::size_t row_bytes = world.schema().people->bytes_per_row();
    for (const Bytes& bytes : incoming) {
        for (std::size_t at = 0; at < bytes.size();) {
            Parcel parcel{};
            std::memcpy(&parcel.header, bytes.data() + at, sizeof(Header));
            parcel.columns = bytes.data() + at + sizeof(Header);
            parcel.side = parcel.columns + row_bytes;
            at += sizeof(Header) + row_bytes + side_bytes(world.schema(), parcel.side);
            parcels[shard_of(parcel.header.household).value() - world.first_shard()].push_back(
                parcel);
        }
    }
    for (std::vector<Parcel>& shard : parcels) {
        std::sort(shard.begin(), shard.end(), [](const Parcel& a, const Parcel& b) {
            return a.header.person < b.header.person;
        });
    }
    return parcels;
}

/// Finds households of one shard by key. Rows are in key order since the last compaction, but for those
/// founded later, which stand at the end.
class HouseholdIndex {
public:
    HouseholdIndex(Shard& shard, const WorldSchema& schema)
        : shard_(shard),
          schema_(schema),
          num_sorted_(static_cast<std::ptrdiff_t>(shard.sorted_households(schema)))
    {
    }

    [[nodiscard]] HouseholdId find(HouseholdKey key) const
    {
        const auto keys = all();
        const auto sorted_end = keys.begin() + num_sorted_;
        auto found = std::lower_bound(keys.begin(), sorted_end, key);
        if (found == sorted_end || *found != key) {
            found = std::find(sorted_end, keys.end(), key);
        }
        return found == keys.end()
                   ? HouseholdId::invalid()
                   : HouseholdId(static_cast<HouseholdId::rep>(found - keys.begin()));
    }

private:
    [[nodiscard]] std::span<const HouseholdKey> all() const
    {
        return shard_.households()[schema_.household.key];
    }
    const Shard& shard_;
    const WorldSchema& schema_;
    std::ptrdiff_t num_sorted_;
};

/// What leaves one shard, by rank of destination.
std::vector<Bytes> pack_shard(Shard& shard, const WorldSchema& schema, int num_ranks,
                              std::span<const Relocation> relocations)
{
    std::vector<Bytes> outgoing(static_cast<std::size_t>(num_ranks));
    HouseholdLinks links(shard, schema);
    for (const Relocation& relocation : relocations) {
        const std::size_t row = relocation.person.value();
        const int rank = owner_of(shard_of(relocation.household), num_ranks);
        Bytes& bytes = outgoing[static_cast<std::size_t>(rank)];
        const Header header{relocation.household, shard.people()[schema.person.key][row],
                            relocation.region};
        append(bytes, &header, sizeof(header));
        pack(shard.people(), row, bytes);
        pack_side(shard, header.person, bytes);
        links.leave(relocation.person);
        shard.people()[schema.person.gone][row] = Gone::merged;
    }
    return outgoing;
}

std::vector<Bytes> send_off(World& world, const Communicator& ranks, const Threads& threads,
                            std::span<const Relocation> relocations)
{
    std::vector<Relocation> by_shard(relocations.begin(), relocations.end());
    std::stable_sort(by_shard.begin(), by_shard.end(), [](const Relocation& a, const Relocation& b) {
        return a.shard < b.shard;
    });
    std::vector<std::vector<Bytes>> of_shard(world.shards().size());
    threads.for_each(of_shard.size(), [&](std::size_t shard, std::size_t /*worker*/) {
        const auto mine = std::equal_range(
            by_shard.begin(), by_shard.end(), Relocation{.shard = shard},
            [](const Relocation& a, const Relocation& b) { return a.shard < b.shard; });
        if (mine.first != mine.second) {
            of_shard[shard] = pack_shard(world.shards()[shard], world.schema(), ranks.size(),
                                         std::span(mine.first, mine.second));
        }
    });
    std::vector<Bytes> outgoing(static_cast<std::size_t>(ranks.size()));
    for (const std::vector<Bytes>& shard : of_shard) {
        for (std::size_t rank = 0; rank < shard.size(); ++rank) {
            outgoing[rank].insert(outgoing[rank].end(), shard[rank].begin(), shard[rank].end());
        }
    }
    return outgoing;
}

/// Puts those who have come into one shard.
std::vector<Arrival> receive(std::size_t place, Shard& shard, const WorldSchema& schema,
                             const std::vector<Parcel>& parcels)
{
    std::vector<Arrival> arrivals;
    const HouseholdIndex index(shard, schema);
    HouseholdLinks links(shard, schema);
    std::size_t row = shard.people().append(parcels.size());
    for (const Parcel& parcel : parcels) {
        HouseholdId home = index.find(parcel.header.household);
        const bool founded = !home.valid();
        if (founded) {
            QONYS_EXPECT(parcel.header.region.valid());
            home = links.found(parcel.header.household, parcel.header.region);
        }
        unpack(shard.people(), row, parcel.columns);
        unpack_side(shard, parcel.header.person, parcel.side);
        const PersonId person(static_cast<PersonId::rep>(row));
        links.join(person, home);
        shard.people()[schema.person.region][row] =
            shard.households()[schema.household.region][home.value()];
        arrivals.push_back({place, person, home, founded});
        ++row;
    }
    return arrivals;
}

}  // namespace

std::vector<Arrival> relocate(World& world, Communicator& ranks, const Threads& threads,
                              std::span<const Relocation> relocations)
{
    const std::vector<Bytes> incoming =
        ranks.exchange_bytes(send_off(world, ranks, threads, relocations));
    const Parcels parcels = open(incoming, world);
    std::vector<std::vector<Arrival>> of_shard(parcels.size());
    threads.for_each(parcels.size(), [&](std::size_t place, std::size_t /*worker*/) {
        if (!parcels[place].empty()) {
            of_shard[place] =
                receive(place, world.shards()[place], world.schema(), parcels[place]);
        }
    });
    std::vector<Arrival> arrivals;
    for (const std::vector<Arrival>& shard : of_shard) {
        arrivals.insert(arrivals.end(), shard.begin(), shard.end());
    }
    return arrivals;
}

}  // namespace qonys
