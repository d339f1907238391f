#include "parts/registers.hpp"

#include "indicators/registers.hpp"

namespace qonys::models::kz_migration {

RegistersPart RegistersPart::read(Reader& in, const Axes& axes)
{
    RegistersPart part;
    part.axes.region = axes.region;
    Reader section = in.section("registers");
    part.terms = RegisterTerms::read(section, part.axes);
    return part;
}

std::shared_ptr<const RegisterSetup> RegistersPart::declare(Registry& registry) const
{
    const auto views = [&](const char* name, const char* of) {
        return ForeignViews::declare(registry, name, std::string("what registers have of ") + of);
    };
    return std::make_shared<const RegisterSetup>(
        RegisterSetup{axes, terms, RegisterLevers::declare(registry, axes, terms),
                      ResidentViews::declare(registry),
                      views("register_workers", "foreign workers with a right to work"),
                      views("register_students", "foreign students and graduates"),
                      views("register_specialists", "specialists"),
                      views("register_irregular", "irregular people")});
}

void RegistersPart::build(Registry& registry, const std::shared_ptr<const RegisterSetup>& setup,
                          Registers::About about, const std::optional<ForeignSetup>& foreign)
{
    if (foreign) {
        about.foreigners.workers = foreign->columns.workers;
        about.foreigners.irregular = foreign->irregular->people;
    }
    registry.add_journal(register_journal(setup->axes, about.countries));
    registry.add_process(std::make_unique<Registers>(registry, setup, about));
    registry.add_process(std::make_unique<RegisterIndicators>(registry, setup));
}

}  // namespace qonys::models::kz_migration
