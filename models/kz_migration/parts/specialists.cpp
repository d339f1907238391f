#include "parts/specialists.hpp"

namespace qonys::models::kz_migration {

SpecialistsPart SpecialistsPart::read(Reader& in, const Axes& axes, const Axis& sector,
                                      const Scenario& scenario)
{
    return {SpecialistVisas::Params::read(in.section("specialists"), axes, sector, scenario.scale)};
}

SpecialistColumns SpecialistsPart::build(Registry& registry,
                                         const std::optional<ForeignSetup>& work) const
{
    const SpecialistColumns columns = SpecialistColumns::declare(registry);
    registry.add_process(std::make_unique<SpecialistVisas>(registry, columns, visas, work));
    return columns;
}

}  // namespace qonys::models::kz_migration
