#pragma once

#include <cstdint>

#include "qonys/core/id.hpp"
#include "qonys/core/month.hpp"
#include "qonys/world/columns.hpp"

namespace qonys {

enum class Sex : std::uint8_t { male, female };
inline constexpr std::size_t num_sexes = 2;

/// Why a row is no longer a resident; rows that are gone vanish at the next compaction.
enum class Gone : std::uint8_t { no, died, left_country, merged };

/// Columns that every person has. Models add theirs through the Registry.
struct PersonColumns {
    Column<PersonKey> key;
    Column<MonthStamp> birth_month;
    Column<Sex> sex;
    Column<RegionId> region;
    Column<Gone> gone;
    Column<HouseholdId> household;   ///< invalid handle in worlds without households
    Column<PersonId> next_member;    ///< next member of the household, in key order; invalid at the end

    static PersonColumns add_to(Schema& schema, bool with_households);
};

/// Columns that every household has.
struct HouseholdColumns {
    Column<HouseholdKey> key;
    Column<RegionId> region;
    Column<PersonId> first_member;   ///< invalid when nobody is left
    Column<std::uint8_t> size;       ///< members present

    static HouseholdColumns add_to(Schema& schema);
};

}  // namespace qonys
