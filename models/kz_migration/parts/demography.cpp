#include "parts/demography.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "indicators/families.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Deaths a year of the man by the woman's age, in the last year that is known.
std::array<double, num_ages> husband_mortality(const Mortality::Params& mortality, double gap)
{
    const auto year = static_cast<std::size_t>(
        std::clamp(mortality.outlook.last_known_year(), std::stoi(mortality.years.codes().front()),
                   std::stoi(mortality.years.codes().back())) -
        std::stoi(mortality.years.codes().front()));
    std::array<double, num_ages> rates{};
    for (std::size_t age = 0; age < num_ages; ++age) {
        const double his = std::clamp(std::round(static_cast<double>(age) + gap), 1.0,
                                      static_cast<double>(num_ages - 1));
        rates[age] = mortality.national(year, static_cast<std::size_t>(his), Sex::male);
    }
    return rates;
}

}  // namespace

Demography Demography::read(Reader& in, const Axes& axes, const Outlook& outlook)
{
    Demography part;
    part.axes = axes;
    part.mortality = Mortality::Params::read(in, axes, outlook);
    part.fertility = Fertility::Params::read(in, axes, outlook);
    part.unions = Unions::Params::read(in, axes);
    part.unions.facts.husband_mortality = husband_mortality(part.mortality, part.unions.gap_mean);
    part.home_leaving = HomeLeaving::Params::read(in, axes);
    part.schooling = Schooling::Params::read(in, axes);
    part.activity = MainActivity::Params::read(in, axes);
    return part;
}

void Demography::build(Registry& registry, const Columns& columns, const Shared& shared) const
{
    registry.add_process(
        std::make_unique<Mortality>(registry, columns, mortality, shared.flows.deaths));
    registry.add_process(
        std::make_unique<Fertility>(registry, columns, fertility, shared.flows.births));
    registry.add_process(std::make_unique<Schooling>(registry, columns, schooling));
    registry.add_process(std::make_unique<Unions>(registry, columns, shared.claims, unions));
    registry.add_process(
        std::make_unique<HomeLeaving>(registry, columns, shared.claims, axes, home_leaving));
    registry.add_process(
        std::make_unique<MainActivity>(registry, columns, shared.traits, activity,
                                       shared.integration));
    registry.add_process(std::make_unique<FamilyIndicators>(registry, columns, axes));
}

}  // namespace qonys::models::kz_migration
