#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "qonys/core/id.hpp"
#include "qonys/core/month.hpp"

namespace qonys::models::kz_migration {

// Codes of the columns, in the order of the axes in scenarios/kz/axes.

enum class Area : std::uint8_t { urban, rural };
inline constexpr std::size_t num_areas = 2;

enum class Education : std::uint8_t {
    primary, basic, secondary, vocational, incomplete_higher, higher, postgraduate
};
inline constexpr std::size_t num_educations = 7;

/// Main activity. Pensioners and home-makers are inactive.
enum class Activity : std::uint8_t {
    child, studying, employee, unemployed, inactive, self_employed
};
inline constexpr std::size_t num_activities = 6;
[[nodiscard]] constexpr bool is_in_labour_force(Activity activity)
{
    return activity == Activity::employee || activity == Activity::unemployed ||
           activity == Activity::self_employed;
}

/// Who lives in a household; children are members under 18.
enum class HouseholdType : std::uint8_t {
    one_person, couple, couple_with_children, lone_parent, extended, adults_only
};

/// Kazakh or not: kin networks, kandas and the Ata Zholy card; never used to target.
enum class KinGroup : std::uint8_t { kazakh, other };

using AgeId = Id<struct AgeTag, std::uint8_t>;             ///< completed years, 0..100 (100 is open)
using AgeGroupId = Id<struct AgeGroupTag, std::uint8_t>;   ///< five years, 0-4 .. 100+
using YearIndex = Id<struct YearTag, std::uint8_t>;        ///< position on a table's axis of years
/// The index that stands for a place on its axis.
template <class Index>
[[nodiscard]] constexpr Index at(std::size_t place)
{
    return Index(static_cast<typename Index::rep>(place));
}
/// The place of a year on a table's axis from `first` to `last`; years beyond take the nearest.
[[nodiscard]] constexpr YearIndex year_index(int year, int first, int last)
{
    return YearIndex(static_cast<YearIndex::rep>(std::clamp(year, first, last) - first));
}
using SizeIndex = Id<struct SizeTag, std::uint8_t>;        ///< position on the axis of household sizes
inline constexpr std::size_t num_ages = 101;
inline constexpr std::size_t num_age_groups = 21;
inline constexpr std::size_t years_in_group = 5;

/// Age as an index of the tables, of which the last stands for all above.
[[nodiscard]] constexpr std::size_t table_age(MonthStamp birth_month, Month now)
{
    const int age = age_in_years(birth_month, now);
    return age < 0 ? 0 : std::min(static_cast<std::size_t>(age), num_ages - 1);
}

[[nodiscard]] constexpr AgeGroupId group_of(std::size_t age)
{
    const std::size_t group = age / years_in_group;
    return AgeGroupId(
        static_cast<AgeGroupId::rep>(group < num_age_groups ? group : num_age_groups - 1));
}

/// Country where a citizen stays: 0 at home, else 1 + position on the axis work_partner.
using Stay = std::uint8_t;
inline constexpr Stay at_home = 0;

/// By what right a person lives here. Those who come for a time have the later codes.
enum class LegalStatus : std::uint8_t {
    citizen, kandas, permanent_resident, permit_worker_1, permit_worker_2, permit_worker_3,
    permit_worker_4, intra_company_transfer, seasonal_worker, household_worker, eaeu_worker,
    foreign_student, graduate, irregular, ata_zholy_card
};

using PartnerId = Id<struct PartnerTag, std::uint8_t>;  ///< country, position on flow_partner
/// Country that a person came from: 0 for those who are from here, else 1 + PartnerId.
using OriginCountry = std::uint8_t;
inline constexpr OriginCountry from_here = 0;
[[nodiscard]] constexpr OriginCountry origin_of(PartnerId partner)
{
    return static_cast<OriginCountry>(partner.value() + 1);
}

}  // namespace qonys::models::kz_migration
