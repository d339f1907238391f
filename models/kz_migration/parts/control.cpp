#include "parts/control.hpp"

#include "indicators/irregular.hpp"
#include "processes/control.hpp"
#include "processes/irregular_stay.hpp"
#include "processes/irregular_work.hpp"

namespace qonys::models::kz_migration {

ControlPart ControlPart::read(Reader& in, const ForeignLabour& foreign, const Scenario& scenario)
{
    Reader irregular = in.section("irregular");
    Reader control = in.section("control");
    ControlPart part{IrregularTerms::read(irregular, foreign.axes),
                     ControlParams::read(control),
                     {},
                     scenario.scale};
    for (const double share : foreign.households.region_share) {
        part.stays_ended.push_back(foreign.households.asked * share);
    }
    return part;
}

std::shared_ptr<const IrregularSetup> ControlPart::declare(
    Registry& registry, const ForeignAxes& axes,
    std::shared_ptr<const RegisterSetup> registers) const
{
    IrregularSetup setup = IrregularSetup::declare(registry, axes, terms, control);
    setup.registers = std::move(registers);
    return std::make_shared<const IrregularSetup>(std::move(setup));
}

void ControlPart::build(Registry& registry, const Columns& columns, const ForeignSetup& setup) const
{
    const auto replacement =
        std::make_shared<const Replacement>(registry, setup.columns, terms, setup.axes.region);
    registry.add_process(std::make_unique<IrregularStay>(
        registry, setup, scale, IrregularStart(registry, setup, scale, stays_ended)));
    registry.add_process(std::make_unique<IrregularWorkSearch>(registry, setup, replacement));
    registry.add_process(std::make_unique<Control>(registry, setup, replacement));
    registry.add_process(std::make_unique<IrregularIndicators>(registry, setup));
    registry.add_process(std::make_unique<InformalIndicators>(registry, columns, setup.labour));
}

}  // namespace qonys::models::kz_migration
