#include "processes/kandas_records.hpp"

#include "processes/status_columns.hpp"

namespace qonys::models::kz_migration {

KandasRecords KandasRecords::declare(Registry& registry)
{
    KandasRecords records;
    records.table =
        registry.add_side_table("kandas", "people who got the kandas status since the start");
    const auto add = [&]<class T>(Column<T>& column, const char* name, const char* description,
                                  T fill) {
        column = registry.add_side_column<T>(records.table, name, description, fill);
    };
    add(records.granted, "granted", "month of the grant", no_month);
    add(records.region, "region", "where the status was got", RegionId::invalid());
    add(records.course_start, "course_start", "month in which courses began; 0 = not reached",
        no_month);
    add(records.hours_due, "hours_due", "hours offered and still to be taken", std::uint16_t{0});
    add(records.hours, "hours", "hours of courses taken", std::uint16_t{0});
    add(records.marks, "marks", "bits: 1 general track, 2 personal plan, 4 has left the region",
        std::uint8_t{0});
    return records;
}

void KandasRecords::open(Shard& shard, PersonKey person, const Grant& grant) const
{
    SideTable& own = shard.side(table);
    const std::size_t row = own.insert(person);
    own[granted][row] = stamp(grant.month);
    own[region][row] = grant.region;
    own[marks][row] = grant.track == KandasTrack::general ? general_track : std::uint8_t{0};
}

}  // namespace qonys::models::kz_migration
