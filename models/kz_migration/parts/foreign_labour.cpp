#include "parts/foreign_labour.hpp"

#include <memory>

#include "indicators/foreign_labour.hpp"
#include "processes/foreign_departures.hpp"

namespace qonys::models::kz_migration {

ForeignLabour ForeignLabour::read(Reader& in, const Axes& axes, const Labour& labour,
                                  const Scenario& scenario)
{
    ForeignLabour part;
    Reader section = in.section("foreign_labour");
    part.axes = ForeignAxes::read(section, axes);
    part.labour_axes = labour.axes;
    part.jobs = labour.tables;
    Reader start = section.section("start");
    part.start = ForeignStartTables::read(start, part.axes, labour.axes, scenario.start.year());
    Reader permits = section.section("permits");
    part.permits.terms = PermitTerms::read(permits, part.axes);
    part.permits.levers = ForeignLevers::read(
        section, part.axes,
        part.permits.terms.months[static_cast<std::size_t>(ForeignStatus::seasonal)]);
    part.permits.origin_share = part.start.origin_share;
    part.permits.scale = scenario.scale;
    Reader households = section.section("households");
    part.households = HouseholdWorkers::Params::read(households, part.axes);
    part.households.quota = part.permits.levers.household_quota;
    part.households.scale = scenario.scale;
    Reader eaeu = section.section("eaeu");
    part.eaeu_leave_rate =
        eaeu.annual_rate("leave_rate", {"1/year", "workers from the Economic Union who leave"});
    const double arrival_rate = eaeu.number("arrival_rate", Bounds::at_least(0.0),
                                            {"1/year", "arrivals over those found at the start"});
    part.eaeu = {part.start.eaeu, part.start.eaeu_group_share, part.start.sector_group,
                 arrival_rate, scenario.scale};
    return part;
}

ForeignSetup ForeignLabour::build(Registry& registry, const Shared& shared) const
{
    const auto& [labour, budget, irregular_stay] = shared;
    const ForeignColumns columns{ForeignWorkerColumns::declare(registry),
                                 ForeignPostColumns::declare(registry), labour.employers};
    const TallyId irregular =
        registry.add_tally({.name = "irregular_hires",
                            .description = "foreigners hired or kept without a permit",
                            .unit = "persons",
                            .axes = {axes.region}});
    const ForeignSetup setup{axes, labour, columns, budget, irregular, irregular_stay};
    registry.add_process(std::make_unique<ForeignDepartures>(
        registry, setup, ForeignDepartures::Params{permits.terms.leave_rate, eaeu_leave_rate}));
    registry.add_process(std::make_unique<ForeignPermits>(
        registry, setup, JobOffer(jobs, labour_axes), permits));
    registry.add_process(std::make_unique<HouseholdWorkers>(registry, setup, households));
    registry.add_process(std::make_unique<EaeuWorkers>(registry, setup, eaeu));
    registry.add_process(std::make_unique<ForeignLabourIndicators>(registry, setup));
    return setup;
}

ForeignSynthesis ForeignLabour::synthesis() const
{
    return ForeignSynthesis({start, permits.terms, permits.levers.local_staff_share}, jobs,
                            labour_axes);
}

}  // namespace qonys::models::kz_migration
