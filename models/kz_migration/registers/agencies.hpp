#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "qonys/core/month.hpp"
#include "qonys/table/axis.hpp"

namespace qonys::models::kz_migration {

/// Who keeps a register of people, in the order of the axis. The names are those of the extracts.
enum class Agency : std::uint8_t {
    labour,
    interior,
    foreign_affairs,
    higher_education,
    nobd,      ///< pupils
    contracts  ///< labour contracts
};
inline constexpr std::size_t num_agencies = 6;

/// Some of the agencies, a bit each.
using AgencySet = std::uint8_t;
[[nodiscard]] constexpr AgencySet bit(Agency agency)
{
    return static_cast<AgencySet>(1U << static_cast<unsigned>(agency));
}

/// Whom the registers are about, in the order of the axis; of those who are several things, the
/// first that holds.
enum class Followed : std::uint8_t {
    abroad,
    kandas,
    resettler,
    arrival,
    permit,
    household,
    eaeu,
    student,
    graduate,
    specialist,
    irregular,
    nobody  ///< an empty row; not on the axis
};
inline constexpr std::size_t num_followed = 11;

/// What one can see of somebody.
enum class Domain : std::uint8_t { entry, stay, study, work, status };
inline constexpr std::size_t num_domains = 5;
using DomainSet = std::uint8_t;
[[nodiscard]] constexpr DomainSet bit(Domain domain)
{
    return static_cast<DomainSet>(1U << static_cast<unsigned>(domain));
}

/// What the record that an agency has of such a person tells; nothing where it keeps none.
[[nodiscard]] DomainSet told_by(Agency agency, Followed who);
/// Of several agencies together.
[[nodiscard]] DomainSet told_by(AgencySet agencies, Followed who);
/// Agencies that keep records of such people.
[[nodiscard]] AgencySet agencies_of(Followed who);

/// Whether the register of pupils should know somebody: all pupils are at school where they live.
[[nodiscard]] constexpr bool is_of_school_age(MonthStamp birth_month, Month now)
{
    constexpr int first_school_age = 6;
    constexpr int last_school_age = 17;
    const int age = age_in_years(birth_month, now);
    return age >= first_school_age && age <= last_school_age;
}

struct RegisterAxes {
    Axis agency{"agency",
                {"labour", "interior", "foreign_affairs", "higher_education", "nobd", "contracts"}};
    Axis followed{"followed",
                  {"abroad", "kandas", "resettler", "arrival", "permit", "household", "eaeu",
                   "student", "graduate", "specialist", "irregular"}};
    Axis domain{"domain", {"entry", "stay", "study", "work", "status"}};
    Axis seen_by{"seen_by", {"none", "one", "more"}};
    Axis region;
};

}  // namespace qonys::models::kz_migration
