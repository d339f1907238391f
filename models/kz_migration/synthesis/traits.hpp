#pragma once

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
    /// Who works is an employee here; that some work for themselves is decided with the jobs.
    [[nodiscard]] Activity activity(RegionId registered, std::size_t age, Sex sex,
                                    std::uint64_t word) const;
    /// Share of all people of an age who work or look for work.
    [[nodiscard]] double participation(RegionId registered, std::size_t age, Sex sex) const;
    /// The draw whose first word of a person, at index 0, is that of his activity.
    static constexpr std::string_view activity_draw = "kz_migration.synthesis.activity_births";
    [[nodiscard]] Stay stay(std::size_t age, std::uint64_t word) const;
    /// Births long ago; those of the last 18 years are the children at home.
    [[nodiscard]] int past_births(std::size_t age, std::uint64_t word) const;
    [[nodiscard]] KinGroup kin(RegionId registered, std::uint64_t word) const;
    /// Region where a household lives in fact.
    [[nodiscard]] RegionId actual_region(RegionId registered, std::uint64_t word) const;

private:
    struct Work {
        double employed;
        double unemployed;
    };
    [[nodiscard]] std::size_t work_cell(RegionId region, std::size_t age, Sex sex) const
    {
        return (region.value() * num_ages + age) * num_sexes + static_cast<std::size_t>(sex);
    }
    void fit_work(const SynthesisTables& tables, const PeopleCounts& counts, RegionId region);
    void set_abroad(const SynthesisTables& tables, const PeopleCounts& counts);
    void set_presence(const SynthesisTables& tables, std::size_t num_regions);

    std::vector<Categorical> education_;    ///< by group, sex, area
    std::vector<double> enrolment_;         ///< by age
    std::vector<Work> work_;                ///< shares of those who do not study
    std::vector<double> past_births_;       ///< by age
    std::vector<double> kazakh_share_;      ///< by region
    std::vector<double> away_share_;        ///< by region: registered here, living elsewhere
    std::vector<double> arrives_share_;     ///< cumulative, by region: where those live
    std::vector<double> abroad_share_;      ///< cumulative, by country of work
};

/// Ages at which citizens are taken to work abroad. Assumption: evenly.
inline constexpr std::size_t first_work_age = 18;
inline constexpr std::size_t last_work_age = 59;

}  // namespace qonys::models::kz_migration
