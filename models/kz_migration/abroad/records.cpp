#include "abroad/records.hpp"

#include <span>
#include <vector>

#include "processes/status_columns.hpp"
#include "qonys/parallel/worker_local.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {

AbroadRecords AbroadRecords::declare(Registry& registry)
{
    AbroadRecords records;
    records.table = registry.add_side_table("abroad", "citizens who work abroad");
    records.key = registry.schema().side[records.table.value()].key;
    const auto add = [&]<class T>(Column<T>& column, const char* name, const char* description,
                                  T fill) {
        column = registry.add_side_column<T>(records.table, name, description, fill);
    };
    add(records.country, "country", "as the column `stay` of the person", at_home);
    add(records.region, "region", "of his household", RegionId::invalid());
    add(records.status, "status", "0 regular, 1 irregular", AbroadStatus::regular);
    add(records.left, "left", "month of leaving", no_month);
    add(records.until, "until", "last month of the contract or permit", no_month);
    add(records.channel, "channel", "0 on his own, 1 recruited", AbroadChannel::own);
    add(records.extensions, "extensions", "contracts or permits after the first", std::uint8_t{0});
    add(records.sends, "sends", "money sent home a month, hundreds of tenge of the price year",
        std::uint16_t{0});
    add(records.registered, "registered", "month of registration on the platform; 0 = not",
        no_month);
    return records;
}

void AbroadRecords::open(Shard& shard, PersonKey person, const Leaving& leaving) const
{
    SideTable& own = shard.side(table);
    const std::size_t row = own.insert(person);
    own[country][row] = leaving.country;
    own[region][row] = leaving.region;
    own[status][row] = leaving.status;
    own[left][row] = stamp(leaving.month);
    own[until][row] = stamp(leaving.until);
    own[channel][row] = leaving.channel;
    own[sends][row] = leaving.sends;
}

void AbroadRecords::close(Shard& shard, std::size_t record) const
{
    shard.side(table)[country][record] = at_home;
}

void AbroadRecords::drop_closed(Shard& shard) const
{
    SideTable& own = shard.side(table);
    // Each worker keeps its list: memory is asked for at the first shards only.
    struct Lists {
        std::vector<std::uint32_t> open;
    };
    auto& [open] = kept_by_worker<Lists>();
    open.clear();
    scan_rows<true>(std::span<const Stay>(own[country]), at_home,
                    [&](std::size_t row) { open.push_back(static_cast<std::uint32_t>(row)); });
    if (open.size() < own.size()) {
        own.rows().keep(open);
    }
}

}  // namespace qonys::models::kz_migration
