#include "business/support_records.hpp"

#include "processes/status_columns.hpp"

namespace qonys::models::kz_migration {

SupportRecords SupportRecords::declare(Registry& registry)
{
    SupportRecords records;
    records.table = registry.add_side_table("business_support",
                                            "people who asked for a loan or grant since the start");
    records.key = registry.schema().side[records.table.value()].key;
    records.month =
        registry.add_side_column<MonthStamp>(records.table, "month", "of the request", no_month);
    records.support = registry.add_side_column<std::uint8_t>(records.table, "support",
                                                             "0 refused, 1 loan, 2 grant");
    records.had_business = registry.add_side_column<std::uint8_t>(records.table, "had_business",
                                                                  "1: before the request");
    return records;
}

void SupportRecords::note(Shard& shard, PersonKey person, Month now, SupportGiven given,
                          bool had_one) const
{
    SideTable& own = shard.side(table);
    const auto old = own.find(person);
    if (old && (given == SupportGiven::refused ||
                own[support][*old] != static_cast<std::uint8_t>(SupportGiven::refused))) {
        return;
    }
    const std::size_t row = old ? *old : own.insert(person);
    own[month][row] = stamp(now);
    own[support][row] = static_cast<std::uint8_t>(given);
    own[had_business][row] = had_one ? 1 : 0;
}

bool SupportRecords::has_grant(const Shard& shard, PersonKey person) const
{
    const SideTable& own = shard.side(table);
    const auto row = own.find(person);
    return row && own[support][*row] == static_cast<std::uint8_t>(SupportGiven::grant);
}

}  // namespace qonys::models::kz_migration
