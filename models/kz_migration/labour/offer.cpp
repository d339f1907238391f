#include "labour/offer.hpp"

#include <algorithm>
#include <limits>

#include "qonys/core/math.hpp"
#include "qonys/random/distribution/normal.hpp"

namespace qonys::models::kz_migration {

JobOffer::JobOffer(const JobTables& tables, const LabourAxes& axes)
    : worker_wage_sd_(tables.worker_wage_sd),
      informal_(MonthlyProbability(tables.informal_employees.value())),
      no_permanent_(MonthlyProbability(tables.informal_employees.value() +
                                       (1.0 - tables.informal_employees.value()) *
                                           tables.temporary_employees.value()))
{
    for (std::size_t s = 0; s < axes.sector.size(); ++s) {
        const SectorId sector(static_cast<SectorId::rep>(s));
        double mean = 0.0;
        for (std::size_t k = 0; k < num_skills; ++k) {
            const auto skill = static_cast<Skill>(k);
            mean += tables.skill_share(sector, skill) * tables.skill_ratio(skill);
        }
        for (std::size_t k = 0; k < num_skills; ++k) {
            mean_units_.push_back(units_per_wage * tables.skill_ratio(static_cast<Skill>(k)) / mean);
        }
    }
}

double JobOffer::mean_units(SectorId sector, Skill skill) const
{
    return mean_units_[sector.value() * num_skills + static_cast<std::size_t>(skill)];
}

WageUnits JobOffer::units(SectorId sector, Skill skill, std::uint64_t word) const
{
    constexpr double most = std::numeric_limits<WageUnits>::max();
    const double sd = worker_wage_sd_;
    const double drawn =
        mean_units(sector, skill) * exact::exp(sd * standard_normal(word) - sd * sd / 2.0);
    return static_cast<WageUnits>(std::clamp(drawn + 0.5, 1.0, most));
}

Contract JobOffer::contract(std::uint64_t word) const
{
    if (informal_.hit(word)) {
        return Contract::informal;
    }
    return no_permanent_.hit(word) ? Contract::temporary : Contract::permanent;
}

}  // namespace qonys::models::kz_migration
