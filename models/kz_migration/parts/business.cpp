#include "parts/business.hpp"

#include "indicators/business.hpp"

namespace qonys::models::kz_migration {

BusinessPart BusinessPart::read(Reader& in, const Axes& axes, const Outlook& outlook,
                                const Scenario& scenario)
{
    Reader section = in.section("business");
    return {BusinessTerms::read(in, axes, outlook, scenario.start.year()),
            BusinessProjects::Params::read(section), LandLease::Params::read(section),
            scenario.scale};
}

BusinessPart::Shared BusinessPart::declare(Registry& registry, const Given& given) const
{
    const auto asking =
        std::make_shared<BusinessAsking>(registry, terms, given.budget, given.columns,
                                         Newcomers(registry.schema(), given.status, given.kandas));
    return {{given.columns, asking,
             std::make_shared<PersonRows>(registry.schema(), asking->records().table),
             LoanBook(registry, terms, given.budget)},
            std::make_shared<BusinessStart>(registry, given.columns, given.labour,
                                            given.part.business.self_employed),
            SupportRecords::declare(registry)};
}

void BusinessPart::build(Registry& registry, const Given& given, const Shared& shared) const
{
    const Axis& sector = given.labour.axes.sector;
    const auto farming = at<SectorId>(sector.position("agriculture").value_or(0));
    const OwnBusiness::Params& founding = given.part.business;
    registry.add_process(std::make_unique<BusinessProjects>(
        registry, projects,
        BusinessProjects::Setup{
            given.labour,
            EmployerOpening(given.labour.employers,
                            {founding.wage, founding.skill_share, founding.employer_wage_sd}),
            given.budget, shared.service.asking->levers().projects, farming, scale}));
    registry.add_process(std::make_unique<LandLease>(
        registry, leases,
        LandLease::Setup{given.columns, given.status, terms.region, shared.service.asking,
                         shared.start, farming, scale}));
    registry.add_process(std::make_unique<LoanService>(registry, shared.service));
    registry.add_process(std::make_unique<Lending>(
        registry, Lending::Setup{shared.service, shared.start, shared.records}, scale));
    registry.add_process(std::make_unique<BusinessIndicators>(
        registry, BusinessIndicators::Setup{shared.service.columns, shared.service.asking->terms(),
                                            shared.service.asking->records(), shared.records}));
}

}  // namespace qonys::models::kz_migration
