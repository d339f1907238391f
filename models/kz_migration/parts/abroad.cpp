#include "parts/abroad.hpp"

#include "indicators/abroad.hpp"
#include "processes/abroad_leaving.hpp"
#include "processes/abroad_stay.hpp"

namespace qonys::models::kz_migration {

AbroadPart AbroadPart::read(Reader& in, const Axes& axes, const Outlook& outlook,
                            const Scenario& scenario)
{
    Reader section = in.section("abroad");
    return {AbroadTerms::read(section, axes, outlook, scenario.start), scenario.scale};
}

AbroadRecords AbroadPart::build(Registry& registry, const Columns& columns,
                                const Shared& shared) const
{
    const AbroadRecords records = AbroadRecords::declare(registry);
    const auto conditions = std::make_shared<AbroadConditions>(registry, terms);
    const AbroadStay::Shared abroad{
        terms,      columns,       records,     std::make_shared<const AbroadCohorts>(terms),
        conditions, shared.prices, shared.books};
    registry.add_process(std::make_unique<AbroadStay>(registry, abroad));
    registry.add_process(std::make_unique<AbroadLeaving>(
        registry, AbroadLeaving::Shared{abroad, shared.status, shared.market, scale}));
    registry.add_process(std::make_unique<AbroadIndicators>(registry, records, terms, conditions));
    return records;
}

}  // namespace qonys::models::kz_migration
