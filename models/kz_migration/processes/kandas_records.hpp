#pragma once

#include <optional>

#include "codes.hpp"
#include "qonys/process/registry.hpp"

namespace qonys::models::kz_migration {

/// Two tracks to the kandas status: under the regional quota, and everybody else.
enum class KandasTrack : std::uint8_t { quota, general };
inline constexpr std::size_t num_kandas_tracks = 2;

/// What is kept of everybody who got the kandas status since the start, courses included: a side
/// table, for they are few. Records stay when their holder becomes a citizen.
struct KandasRecords {
    SideTableId table;
    Column<MonthStamp> granted;       ///< month of the grant
    Column<RegionId> region;          ///< where the status was got
    Column<MonthStamp> course_start;  ///< `no_month`: not reached by services
    Column<std::uint16_t> hours_due;  ///< offered and still to be taken
    Column<std::uint16_t> hours;      ///< of courses taken
    Column<std::uint8_t> marks;       ///< bits below

    static constexpr std::uint8_t general_track = 1;
    static constexpr std::uint8_t with_plan = 2;
    static constexpr std::uint8_t has_left = 4;  ///< has lived in another region

    struct Grant {
        Month month;
        RegionId region;
        KandasTrack track;
    };
    static KandasRecords declare(Registry& registry);
    void open(Shard& shard, PersonKey person, const Grant& grant) const;
    [[nodiscard]] std::optional<std::size_t> find(const Shard& shard, PersonKey person) const
    {
        return shard.side(table).find(person);
    }
};

[[nodiscard]] constexpr KandasTrack track_of(std::uint8_t marks)
{
    return (marks & KandasRecords::general_track) != 0 ? KandasTrack::general
                                                       : KandasTrack::quota;
}

}  // namespace qonys::models::kz_migration
