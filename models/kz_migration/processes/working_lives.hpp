#pragma once

#include <vector>

#include "processes/mortality.hpp"
#include "synthesis/traits.hpp"

namespace qonys::models::kz_migration {

/// How soon those who work will work no more, by age alone: what has to be made good for as many to
/// work later as now.
class WorkingLives {
public:
    /// At the participation of `traits`, and the death rates of `year`.
    WorkingLives(const Traits& traits, const Mortality::Params& mortality, std::size_t num_regions,
                 int year);

    /// Chance that whoever is in the labour force has left it or died a year later.
    [[nodiscard]] double ends_in_a_year(RegionId registered, std::size_t age, Sex sex) const
    {
        return ends_[place(registered, age, sex)];
    }

private:
    [[nodiscard]] static std::size_t place(RegionId region, std::size_t age, Sex sex)
    {
        return (region.value() * num_ages + age) * num_sexes + static_cast<std::size_t>(sex);
    }
    std::vector<double> ends_;
};

}  // namespace qonys::models::kz_migration
