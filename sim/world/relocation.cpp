#include "qonys/world/relocation.hpp"

#include <algorithm>
#include <cstring>
#include <map>

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

/// One arriving person: where to, who, and the packed columns.
struct Parcel {
    Header header;
    const std::byte* columns;
};

std::vector<Parcel> open(const std::vector<Bytes>& incoming, std::size_t row_bytes)
{
    std::vector<Parcel> parcels;
    const std::size_t parcel_bytes = sizeof(Header) + row_bytes;
    for (const Bytes& bytes : incoming) {
        for (std::size_t at = 0; at < bytes.size(); at += parcel_bytes) {
            Parcel parcel{};
            std::memcpy(&parcel.header, bytes.data() + at, sizeof(Header));
            parcel.columns = bytes.data() + at + sizeof(Header);
            parcels.push_back(parcel);
        }
    }
    // Key order: rows must not depend on which rank a person came from.
    std::sort(parcels.begin(), parcels.end(), [](const Parcel& a, const Parcel& b) {
        return a.header.person < b.header.person;
    });
    return parcels;
}

/// Finds households of one shard by key. Rows are in key order since the last compaction, but for those
/// founded later, which stand at the end.
class HouseholdIndex {
public:
    HouseholdIndex(const Shard& shard, const WorldSchema& schema) : shard_(shard), schema_(schema)
    {
        const auto keys = all();
        num_sorted_ = std::is_sorted_until(keys.begin(), keys.end()) - keys.begin();
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
    std::ptrdiff_t num_sorted_ = 0;
};

std::vector<Bytes> send_off(World& world, const Communicator& ranks,
                            std::span<const Relocation> relocations)
{
    std::vector<Bytes> outgoing(static_cast<std::size_t>(ranks.size()));
    const PersonColumns& person = world.schema().person;
    for (const Relocation& relocation : relocations) {
        Shard& shard = world.shards()[relocation.shard];
        const std::size_t row = relocation.person.value();
        const int rank = owner_of(shard_of(relocation.household), ranks.size());
        Bytes& bytes = outgoing[static_cast<std::size_t>(rank)];
        const Header header{relocation.household, shard.people()[person.key][row],
                            relocation.region};
        append(bytes, &header, sizeof(header));
        pack(shard.people(), row, bytes);
        HouseholdLinks links(shard, world.schema());
        links.leave(relocation.person);
        shard.people()[person.gone][row] = Gone::merged;
    }
    return outgoing;
}

}  // namespace

std::vector<Arrival> relocate(World& world, Communicator& ranks,
                              std::span<const Relocation> relocations)
{
    const std::vector<Bytes> incoming =
        ranks.exchange_bytes(send_off(world, ranks, relocations));
    const WorldSchema& schema = world.schema();
    std::map<std::size_t, HouseholdIndex> indices;
    std::vector<Arrival> arrivals;
    for (const Parcel& parcel : open(incoming, schema.people->bytes_per_row())) {
        const std::size_t place = shard_of(parcel.header.household).value() - world.first_shard();
        Shard& shard = world.shards()[place];
        HouseholdLinks links(shard, schema);
        HouseholdId home =
            indices.try_emplace(place, shard, schema).first->second.find(parcel.header.household);
        const bool founded = !home.valid();
        if (founded) {
            QONYS_EXPECT(parcel.header.region.valid());
            home = links.found(parcel.header.household, parcel.header.region);
        }
        const std::size_t row = shard.people().append(1);
        unpack(shard.people(), row, parcel.columns);
        const PersonId person(static_cast<PersonId::rep>(row));
        links.join(person, home);
        shard.people()[schema.person.region][row] =
            shard.households()[schema.household.region][home.value()];
        arrivals.push_back({place, person, home, founded});
    }
    return arrivals;
}

}  // namespace qonys
