#pragma once

#include <array>
#include <string>
#include <vector>

#include "codes.hpp"
#include "qonys/scenario/reader.hpp"
#include "qonys/table/table.hpp"
#include "qonys/world/people.hpp"

namespace qonys::models::kz_migration {

/// The axes that the tables of scenarios/kz share.
struct Axes {
    Axis region;
    Axis sex;
    Axis area;
    Axis age;
    Axis age_group;
    Axis education;
    Axis kin;
    Axis household_size;
    Axis household_type;
    Axis work_partner;
    Axis flow_partner;

    static Axes read(Reader& in);
};

/// Ages that the tables of work speak of.
inline constexpr std::size_t first_age_at_work = 16;
inline constexpr std::size_t last_age_at_work = 74;
inline constexpr std::size_t last_age_of_seekers = 64;
inline constexpr std::size_t least_retirement_age = 58;
inline constexpr std::size_t most_retirement_age = 65;
inline constexpr int first_retirement_year = 2022;
inline constexpr int last_retirement_year = 2031;  ///< and later

using RetirementAgeId = Id<struct RetirementAgeTag, std::uint8_t>;  ///< from the least of them on

/// How the ages of a region are estimated: grade C either way.
enum class AgeMethod : std::uint8_t {
    births,    ///< births 2000-2024 with survival, census bands aged forward, bent to the nation
    national,  ///< the nation's age structure in every region, bent to region x sex
};

/// What synthesis reads, all for one base date. Persons unless said otherwise.
struct SynthesisTables {
    AgeMethod age_method = AgeMethod::births;
    Table<double, RegionId, Sex> region_sex;
    Table<double, RegionId, Area> region_area;
    Table<double, AgeGroupId, Sex> age_sex;                   ///< nation
    Table<double, AgeId, Sex> age_single;                     ///< nation
    Table<double, RegionId, AgeGroupId, Sex> region_age_sex;  ///< estimate; the seed of the fit
    Table<double, AgeGroupId, Sex, Area, Education> education;
    Table<double, RegionId, std::size_t> kin;                 ///< share of households, by kin group
    Table<double, AgeGroupId> partnered;                      ///< share of women with a partner
    double partner_gap_mean = 0.0;                            ///< years, man minus woman
    double partner_gap_sd = 0.0;                              ///< years
    Table<double, AgeId> mother_age;                          ///< share of births by age of mother
    Table<double, AgeGroupId> alone_weight;                   ///< relative, largest 1
    double mean_household_size = 0.0;                         ///< persons
    double married = 0.0;                                     ///< share of ages 15+, to compare
    Table<double, SizeIndex> household_size;                  ///< share of households, to compare
    Table<double, AgeId> enrolment;                           ///< share studying
    Table<double, RetirementAgeId, AgeId, Sex> employment_profile;  ///< relative, students counted
    Table<double, Sex, YearIndex> retirement_age;                   ///< by law
    Table<double, AgeId> unemployment_profile;                      ///< relative, students counted
    Table<double, RegionId> employed;
    Table<double, RegionId> unemployed;
    int base_year = 0;                                        ///< whose laws hold at the start
    Table<double, AgeId> past_births;                         ///< births a woman, over 18 years ago
    Table<double, RegionId> presence_gap;                     ///< actual minus registered residents
    Table<double, AgeGroupId, Sex> abroad_profile;            ///< who of the people is abroad
    std::vector<double> citizens_abroad;                      ///< by work_partner

    static SynthesisTables read(Reader& in, const Axes& axes, int base_year);
    /// Year whose figures of work hold at the start; `in` is the whole scenario.
    static int labour_year(Reader& in);
};

}  // namespace qonys::models::kz_migration
