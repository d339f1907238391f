#include "parts/integration.hpp"

namespace qonys::models::kz_migration {

IntegrationPart IntegrationPart::read(Reader& in, const Axes& axes)
{
    Reader section = in.section("integration");
    Reader effects = section.section("effects");
    return {IntegrationEffects::Params::read(effects, axes),
            Integration::Params::read(section, axes)};
}

IntegrationPart::Shared IntegrationPart::declare(Registry& registry,
                                                 const StatusColumns& status) const
{
    Shared shared{KandasRecords::declare(registry), nullptr};
    shared.effects =
        std::make_shared<const IntegrationEffects>(registry, effects, status, shared.records);
    return shared;
}

}  // namespace qonys::models::kz_migration
