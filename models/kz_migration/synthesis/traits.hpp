#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "codes.hpp"
#include "qonys/random/choice.hpp"
#include "qonys/random/distribution/categorical.hpp"
#include "synthesis/counts.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// What a person is besides age, sex and household, drawn from the tables of the base date. A word is
/// 64 random bits.
class Traits {
public:
    Traits(const SynthesisTables& tables, const Axes& axes, const PeopleCounts& counts);

    [[nodiscard]] Education education(std::size_t age, Sex sex, Area area, std::uint64_t word) const;
    /// Shares of work among those who do not study, by region, age and sex.
    struct Work {
        double employed;
        double unemployed;
    };
    using WorkShares = std::vector<Work>;
    /// Years by sex, as the law has them.
    using RetirementAges = std::array<double, num_sexes>;

    /// Who works is an employee here; that some work for themselves is decided with the jobs.
    [[nodiscard]] Activity activity(RegionId registered, std::size_t age, Sex sex,
                                    std::uint64_t word) const
    {
        return activity(work_, registered, age, sex, word);
    }
    [[nodiscard]] Activity activity(const WorkShares& work, RegionId registered, std::size_t age,
                                    Sex sex, std::uint64_t word) const;
    /// Work as it would be at other ages of retirement: the levels of the regions stay.
    [[nodiscard]] WorkShares work_at(const RetirementAges& retirement) const;
    /// By law, in a year.
    [[nodiscard]] RetirementAges retirement_ages(int year) const;
    /// Share of all people of an age who work or look for work.
    [[nodiscard]] double participation(RegionId registered, std::size_t age, Sex sex) const;
    /// The draw whose first word of a person, at index 0, is that of his activity.
    static constexpr std::string_view activity_draw = "kz_migration.synthesis.activity_births";
    [[nodiscard]] Stay stay(std::size_t age, Sex sex, std::uint64_t word) const;
    /// Births long ago; those of the last 18 years are the children at home.
    [[nodiscard]] int past_births(std::size_t age, std::uint64_t word) const;
    [[nodiscard]] KinGroup kin(RegionId registered, std::uint64_t word) const;
    /// Region where a household lives in fact.
    [[nodiscard]] RegionId actual_region(RegionId registered, std::uint64_t word) const;

private:
    /// What a region's people work and seek work, over the profiles.
    struct WorkLevel {
        double employed;
        double unemployed;
    };
    struct Profile {
        std::vector<double> employed;    ///< of those who do not study, by age and sex
        std::vector<double> unemployed;  ///< the same
    };
    [[nodiscard]] Profile profile_at(const RetirementAges& retirement) const;
    [[nodiscard]] static std::size_t profile_cell(std::size_t age, Sex sex)
    {
        return age * num_sexes + static_cast<std::size_t>(sex);
    }
    [[nodiscard]] static Work work_of(const WorkLevel& level, const Profile& profile,
                                      std::size_t cell);
    [[nodiscard]] std::size_t work_cell(RegionId region, std::size_t age, Sex sex) const
    {
        return (region.value() * num_ages + age) * num_sexes + static_cast<std::size_t>(sex);
    }
    [[nodiscard]] WorkLevel fit_work(const SynthesisTables& tables, const PeopleCounts& counts,
                                     RegionId region, const Profile& profile) const;
    void set_abroad(const SynthesisTables& tables, const PeopleCounts& counts);
    void set_presence(const SynthesisTables& tables, std::size_t num_regions);

    std::vector<Categorical> education_;    ///< by group, sex, area
    std::vector<double> enrolment_;         ///< by age
    Table<double, RetirementAgeId, AgeId, Sex> employment_profile_;
    Table<double, AgeId> unemployment_profile_;
    Table<double, Sex, YearIndex> retirement_age_;
    std::vector<WorkLevel> work_level_;     ///< by region
    WorkShares work_;                       ///< at the ages of retirement of the start
    std::vector<double> past_births_;       ///< by age
    std::vector<double> kazakh_share_;      ///< by region
    std::vector<double> away_share_;        ///< by region: registered here, living elsewhere
    std::vector<double> arrives_share_;     ///< cumulative, by region: where those live
    Table<double, AgeGroupId, Sex> abroad_profile_;
    std::vector<double> abroad_share_;  ///< cumulative, by country of work, at a profile of 1
};

/// Youngest age at which citizens are taken to work abroad.
inline constexpr std::size_t first_work_age = 18;

}  // namespace qonys::models::kz_migration
