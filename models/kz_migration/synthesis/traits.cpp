#include "synthesis/traits.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "qonys/core/contract.hpp"
#include "qonys/random/distribution/poisson.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "synthesis/asking.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t school_age = 6;
constexpr std::size_t first_census_group = 2;   ///< education is asked from age 10
constexpr std::size_t first_birth_age = 15;

AgeId age_id(std::size_t age) { return AgeId(static_cast<AgeId::rep>(age)); }

/// The factor at which a rising function reaches its target, by bisection: the same steps everywhere.
double solve(const std::function<double(double)>& total, double target)
{
    double low = 0.0;
    double high = 1.0;
    while (total(high) < target && high < 1e6) {
        high *= 2.0;
    }
    for (int step = 0; step < 60; ++step) {
        const double middle = (low + high) / 2.0;
        (total(middle) < target ? low : high) = middle;
    }
    return (low + high) / 2.0;
}

std::size_t drawn(const std::vector<double>& cumulative, double u)
{
    return static_cast<std::size_t>(
        std::upper_bound(cumulative.begin(), cumulative.end(), u) - cumulative.begin());
}

}  // namespace

Traits::Traits(const SynthesisTables& tables, const Axes& axes, const PeopleCounts& counts)
    : enrolment_(num_ages, 0.0),
      employment_profile_(tables.employment_profile),
      unemployment_profile_(tables.unemployment_profile),
      retirement_age_(tables.retirement_age),
      past_births_(num_ages, 0.0)
{
    for (std::size_t group = first_census_group; group < num_age_groups; ++group) {
        for (const Sex sex : {Sex::male, Sex::female}) {
            for (const Area area : {Area::urban, Area::rural}) {
                std::vector<double> weights;
                for (std::size_t level = 0; level < num_educations; ++level) {
                    weights.push_back(
                        tables.education(AgeGroupId(static_cast<AgeGroupId::rep>(group)), sex, area,
                                         static_cast<Education>(level)));
                }
                // Nobody so old was counted in some cells: the group five years younger stands in.
                const bool counted = std::any_of(weights.begin(), weights.end(),
                                                 [](double people) { return people > 0.0; });
                education_.push_back(counted ? Categorical(weights)
                                             : education_[education_.size() - num_sexes * num_areas]);
            }
        }
    }
    for (std::size_t age = school_age; age <= 25; ++age) {
        enrolment_[age] = tables.enrolment(age_id(age - school_age));
    }
    for (std::size_t age = first_birth_age; age < num_ages; ++age) {
        past_births_[age] = tables.past_births(age_id(age - first_birth_age));
    }
    const RetirementAges retirement = retirement_ages(tables.base_year);
    const Profile profile = profile_at(retirement);
    for (std::size_t region = 0; region < axes.region.size(); ++region) {
        const RegionId id(static_cast<RegionId::rep>(region));
        work_level_.push_back(fit_work(tables, counts, id, profile));
        kazakh_share_.push_back(tables.kin(id, 0));
    }
    work_ = work_at(retirement);
    set_abroad(tables, counts);
    set_presence(tables, axes.region.size());
}

/// Chances of work by age and sex have the assumed profile; their level meets the region's employed and
/// unemployed.
Traits::WorkLevel Traits::fit_work(const SynthesisTables& tables, const PeopleCounts& counts,
                                   RegionId region, const Profile& profile) const
{
    const auto counted = [&](Sex sex, std::size_t age) {
        return age < num_ages ? static_cast<double>(counts(region, Area::urban, sex, age_id(age)) +
                                                    counts(region, Area::rural, sex, age_id(age)))
                              : 0.0;
    };
    constexpr TakenAs taken = taken_as();
    std::vector<double> people;
    for (std::size_t age = 0; age < num_ages; ++age) {
        for (const Sex sex : {Sex::male, Sex::female}) {
            const double asked = (1.0 - taken.younger - taken.older) * counted(sex, age) +
                                 taken.younger * counted(sex, age + 1) +
                                 (age > 0 ? taken.older * counted(sex, age - 1) : 0.0);
            people.push_back((1.0 - enrolment_[age]) * asked);
        }
    }
    WorkLevel level{};
    const auto total = [&](double Work::*part) {
        double sum = 0.0;
        for (std::size_t cell = 0; cell < people.size(); ++cell) {
            sum += people[cell] * (work_of(level, profile, cell).*part);
        }
        return sum;
    };
    level.employed = solve(
        [&](double factor) {
            level.employed = factor;
            return total(&Work::employed);
        },
        tables.employed(region));
    level.unemployed = solve(
        [&](double factor) {
            level.unemployed = factor;
            return total(&Work::unemployed);
        },
        tables.unemployed(region));
    return level;
}

Traits::Work Traits::work_of(const WorkLevel& level, const Profile& profile, std::size_t cell)
{
    const double employed = std::min(1.0, level.employed * profile.employed[cell]);
    return {employed, std::min(1.0 - employed, level.unemployed * profile.unemployed[cell])};
}

/// Between two whole ages of retirement half of the people work as at each, as it were. The tables
/// are those of everybody of an age; work is dealt to those who do not study.
Traits::Profile Traits::profile_at(const RetirementAges& retirement) const
{
    Profile profile{std::vector<double>(num_ages * num_sexes, 0.0),
                    std::vector<double>(num_ages * num_sexes, 0.0)};
    for (const Sex sex : {Sex::male, Sex::female}) {
        const double above =
            retirement[static_cast<std::size_t>(sex)] - static_cast<double>(least_retirement_age);
        const auto low = static_cast<std::size_t>(above);
        const auto high = std::min(low + 1, most_retirement_age - least_retirement_age);
        const double part = above - static_cast<double>(low);
        const auto of_table = [&](std::size_t row, std::size_t age) {
            return employment_profile_(at<RetirementAgeId>(row), age_id(age - first_age_at_work),
                                       sex);
        };
        for (std::size_t age = first_age_at_work; age <= last_age_at_work; ++age) {
            const std::size_t cell = profile_cell(age, sex);
            const double others = 1.0 - enrolment_[age];
            profile.employed[cell] =
                ((1.0 - part) * of_table(low, age) + part * of_table(high, age)) / others;
            if (age <= last_age_of_seekers) {
                profile.unemployed[cell] =
                    unemployment_profile_(age_id(age - first_age_at_work)) / others;
            }
        }
    }
    return profile;
}

Traits::WorkShares Traits::work_at(const RetirementAges& retirement) const
{
    const Profile profile = profile_at(retirement);
    WorkShares work;
    for (const WorkLevel& level : work_level_) {
        for (std::size_t cell = 0; cell < num_ages * num_sexes; ++cell) {
            work.push_back(work_of(level, profile, cell));
        }
    }
    return work;
}

Traits::RetirementAges Traits::retirement_ages(int year) const
{
    const YearIndex row = year_index(year, first_retirement_year, last_retirement_year);
    return {retirement_age_(Sex::male, row), retirement_age_(Sex::female, row)};
}

void Traits::set_abroad(const SynthesisTables& tables, const PeopleCounts& counts)
{
    abroad_profile_ = tables.abroad_profile;
    double people = 0.0;
    for (std::size_t region = 0; region < counts.axes()[0].size(); ++region) {
        for (const Area area : {Area::urban, Area::rural}) {
            for (const Sex sex : {Sex::male, Sex::female}) {
                for (std::size_t age = first_work_age; age < num_ages; ++age) {
                    people +=
                        abroad_profile_(group_of(age), sex) *
                        static_cast<double>(counts(at<RegionId>(region), area, sex, age_id(age)));
                }
            }
        }
    }
    double share = 0.0;
    for (const double abroad : tables.citizens_abroad) {
        share += abroad / people;
        abroad_share_.push_back(share);
    }
}

void Traits::set_presence(const SynthesisTables& tables, std::size_t num_regions)
{
    double arriving = 0.0;
    for (std::size_t region = 0; region < num_regions; ++region) {
        arriving += std::max(0.0, tables.presence_gap(RegionId(static_cast<RegionId::rep>(region))));
    }
    double share = 0.0;
    for (std::size_t region = 0; region < num_regions; ++region) {
        const RegionId id(static_cast<RegionId::rep>(region));
        const double gap = tables.presence_gap(id);
        const double registered =
            tables.region_sex(id, Sex::male) + tables.region_sex(id, Sex::female);
        away_share_.push_back(std::max(0.0, -gap) / registered);
        share += arriving > 0.0 ? std::max(0.0, gap) / arriving : 0.0;
        arrives_share_.push_back(share);
    }
}

Education Traits::education(std::size_t age, Sex sex, Area area, std::uint64_t word) const
{
    const std::size_t group = group_of(age).value();
    if (group < first_census_group) {
        return Education::primary;
    }
    const std::size_t place =
        ((group - first_census_group) * num_sexes + static_cast<std::size_t>(sex)) * num_areas +
        static_cast<std::size_t>(area);
    return static_cast<Education>(education_[place](word));
}

Activity Traits::activity(const WorkShares& all, RegionId registered, std::size_t age, Sex sex,
                          std::uint64_t word) const
{
    if (age < school_age) {
        return Activity::child;
    }
    const double u = uniform_unit(word);
    if (u < enrolment_[age]) {
        return Activity::studying;
    }
    const Work& work = all[work_cell(registered, age, sex)];
    const double rest = (u - enrolment_[age]) / (1.0 - enrolment_[age]);
    if (rest < work.employed) {
        return Activity::employee;
    }
    return rest < work.employed + work.unemployed ? Activity::unemployed : Activity::inactive;
}

double Traits::participation(RegionId registered, std::size_t age, Sex sex) const
{
    const Work& work = work_[work_cell(registered, age, sex)];
    return (1.0 - enrolment_[age]) * (work.employed + work.unemployed);
}

Stay Traits::stay(std::size_t age, Sex sex, std::uint64_t word) const
{
    const double weight = abroad_profile_(group_of(age), sex);
    if (age < first_work_age || weight == 0.0) {
        return at_home;
    }
    const std::size_t country = drawn(abroad_share_, uniform_unit(word) / weight);
    return country < abroad_share_.size() ? static_cast<Stay>(country + 1) : at_home;
}

int Traits::past_births(std::size_t age, std::uint64_t word) const
{
    return poisson(word, past_births_[age]);
}

KinGroup Traits::kin(RegionId registered, std::uint64_t word) const
{
    return uniform_unit(word) < kazakh_share_[registered.value()] ? KinGroup::kazakh
                                                                  : KinGroup::other;
}

RegionId Traits::actual_region(RegionId registered, std::uint64_t word) const
{
    const double away = away_share_[registered.value()];
    const double u = uniform_unit(word);
    if (u >= away) {
        return registered;
    }
    return RegionId(static_cast<RegionId::rep>(
        std::min(drawn(arrives_share_, u / away), arrives_share_.size() - 1)));
}

}  // namespace qonys::models::kz_migration
