#pragma once

#include "labour/foreign_workers.hpp"

namespace qonys::models::kz_migration {

/// Visas outside the employers' quota, as on the axis specialist_kind.
enum class SpecialistKind : std::uint8_t {
    valued_skills,
    science,  ///< and teaching
    investor,
    nomad,  ///< works from here for others abroad
    altyn
};
inline constexpr std::size_t num_specialist_kinds = 5;
[[nodiscard]] constexpr bool needs_post(SpecialistKind kind)
{
    return kind != SpecialistKind::investor && kind != SpecialistKind::nomad;
}

/// Holders of such visas. They are no rows of the people. A table that every rank holds whole; rows
/// of those who left are used again.
struct SpecialistColumns {
    ReplicatedId table;
    Column<std::uint64_t> key;
    Column<WorkerOrigin> origin;
    Column<SpecialistKind> kind;
    Column<RegionId> region;
    Column<MonthStamp> arrived;
    Column<MonthStamp> valid_until;
    Column<MonthStamp> since;        ///< month in which the post was taken, or lost
    Column<ForeignWorkerId> worker;  ///< row of the post's holder; none without a post
    Column<std::int64_t> capital;    ///< USD brought along, of investors
    Column<std::uint8_t> alive;      ///< 0: an empty row

    static SpecialistColumns declare(Registry& registry);
};

}  // namespace qonys::models::kz_migration
