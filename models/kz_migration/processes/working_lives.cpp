#include "processes/working_lives.hpp"

#include <algorithm>

namespace qonys::models::kz_migration {

WorkingLives::WorkingLives(const Traits& traits, const Mortality::Params& mortality,
                           std::size_t num_regions, int year)
    : ends_(num_regions * num_ages * num_sexes, 0.0)
{
    for (std::size_t r = 0; r < num_regions; ++r) {
        const auto region = at<RegionId>(r);
        for (const Sex sex : {Sex::male, Sex::female}) {
            for (std::size_t age = 0; age < num_ages; ++age) {
                const double now = traits.participation(region, age, sex);
                const double then =
                    traits.participation(region, std::min(age + 1, num_ages - 1), sex);
                const double stays = now > 0.0 ? std::min(1.0, then / now) : 0.0;
                const double dies =
                    std::min(1.0, mortality.at(year, region, age, sex, 1.0).value());
                ends_[place(region, age, sex)] = 1.0 - stays * (1.0 - dies);
            }
        }
    }
}

}  // namespace qonys::models::kz_migration
