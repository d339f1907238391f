#include "labour/specialists.hpp"

namespace qonys::models::kz_migration {

SpecialistColumns SpecialistColumns::declare(Registry& registry)
{
    SpecialistColumns columns;
    columns.table = registry.add_replicated(
        "specialists", "people from abroad on visas outside the employers' quota");
    const auto add = [&]<class T>(Column<T>& column, const char* name, const char* description,
                                  T fill) {
        column = registry.add_replicated_column<T>(columns.table, name, description, fill);
    };
    add(columns.key, "key", "identity", std::uint64_t{0});
    add(columns.origin, "origin", "country, place on the axis partner", WorkerOrigin::invalid());
    add(columns.kind, "kind", "0 valued skills, 1 science, 2 investor, 3 nomad, 4 Altyn",
        SpecialistKind::nomad);
    add(columns.region, "region", "where he lives", RegionId::invalid());
    add(columns.arrived, "arrived", "month of arrival", MonthStamp{0});
    add(columns.valid_until, "valid_until", "last month of the visa", never);
    add(columns.since, "since", "month in which the post was taken, or lost", MonthStamp{0});
    add(columns.worker, "worker", "row of foreign_workers that stands for the post held",
        ForeignWorkerId::invalid());
    add(columns.capital, "capital", "USD brought along, of investors", std::int64_t{0});
    add(columns.alive, "alive", "0: an empty row", std::uint8_t{0});
    return columns;
}

}  // namespace qonys::models::kz_migration
