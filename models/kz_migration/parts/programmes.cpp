#include "parts/programmes.hpp"

#include <algorithm>
#include <numeric>

#include "indicators/kandas.hpp"

#include "indicators/resettlers.hpp"

namespace qonys::models::kz_migration {
namespace {

Table<double, RegionId, Area> read_residents(Reader& in, const Axes& axes, int base_year)
{
    Reader section = in.section("external").section("arrivals");
    constexpr std::array<std::string_view, 1> partial{"year"};
    const auto people = section.table<double, RegionId, Area, YearIndex>(
        "residents", {axes.region, axes.area, Axis::range("year", base_year, base_year)},
        Bounds::at_least(0.0), {"persons", "residents by area: newcomers spread like them"},
        partial);
    Table<double, RegionId, Area> residents({axes.region, axes.area});
    std::copy(people.values().begin(), people.values().end(), residents.values().begin());
    return residents;
}

/// Those who ask for cards come from where those who ask for the quota do, and settle like all Kazakhs.
AtaZholy::Params read_cards(Reader& in, const Programmes& programmes, const Scenario& scenario)
{
    Reader section = in.section("ata_zholy");
    AtaZholy::Params cards = AtaZholy::Params::read(
        section, programmes.axes, programmes.outlook.table_year(scenario.start.year()));
    const double persons =
        section.number("applicants", Bounds::at_least(0.0),
                       {"persons/year", "who would come on a card, of any schooling, families too"});
    const std::vector<double>& quota_track = programmes.kandas_arrivals.applicants;
    const double all = std::accumulate(quota_track.begin(), quota_track.end(), 0.0);
    for (const double part : quota_track) {
        cards.applicants.push_back(all > 0.0 ? persons * part / all : 0.0);
    }
    cards.region_weight = programmes.arrivals.kazakh_region;
    cards.scale = scenario.scale;
    return cards;
}

}  // namespace

Programmes Programmes::read(Reader& in, const Axes& axes, const Outlook& outlook,
                            const Geography& geography, const Scenario& scenario)
{
    const int base_year = scenario.start.year();
    const int year = outlook.table_year(base_year);
    Programmes programmes;
    programmes.axes = axes;
    programmes.outlook = outlook;
    programmes.geography = geography;
    programmes.kandas = KandasTables::read(in, axes, outlook);
    Reader kandas = in.section("kandas");
    programmes.kandas_track =
        kandas.axis("tracks", "kandas_track", {"-", "under the regional quota, or not"});
    programmes.kandas_origin =
        kandas.axis("origins", "kandas_origin", {"-", "countries that kandas come from"});
    programmes.families = FamilyMaker::Params::read(in, axes, programmes.kandas, year);
    programmes.residents = read_residents(in, axes, base_year);
    programmes.departures = ExternalDepartures::Params::read(in, axes, outlook, base_year);
    programmes.arrivals = ExternalArrivals::Params::read(in, axes, programmes.kandas, year);
    Reader screened = in.section("screening");
    programmes.screening = ResidenceScreening::Params::read(screened, axes);
    programmes.kandas_arrivals =
        KandasArrivals::Params::read(in, axes, programmes.kandas, scenario.scale);
    programmes.kandas_status =
        KandasStatus::Params::read(in, axes, programmes.kandas, year, base_year);
    programmes.kandas_status.scale = scenario.scale;
    programmes.kandas_return = KandasReturn::Params::read(kandas);
    programmes.ata_zholy = read_cards(in, programmes, scenario);
    programmes.first_year = base_year;
    programmes.resettlement = Resettlement::Params::read(in, axes, year, scenario.scale);
    programmes.resettler_return = ResettlerReturn::Params::read(in);
    Reader support = in.section("resettlement").section("support");
    programmes.support = SupportTerms::read(support, axes);
    programmes.past_resettlers =
        PastResettlers::Params::read(in, programmes.resettlement, programmes.resettler_return);
    return programmes;
}

SettlementContracts Programmes::contracts(Registry& registry, const StatusColumns& status,
                                          const Budget& budget,
                                          std::shared_ptr<const RegisterSetup> registers) const
{
    return {registry, status,
            std::make_shared<const Support>(
                registry, support, budget.prices, axes.region,
                Support::Typical{resettlement.family_size, resettlement.quota.mean_known()}),
            budget, std::move(registers)};
}

void Programmes::build(Registry& registry, const Columns& columns, const Shared& shared) const
{
    const StatusColumns& status = shared.status;
    const KandasTallies tallies =
        KandasTallies::declare(registry, axes, kandas_track, kandas_origin);
    const TallyId by_age =
        registry.add_tally({.name = "external_arrivals_by_age",
                            .description = "registered arrivals from abroad by age and sex",
                            .unit = "persons",
                            .cadence = Cadence::yearly,
                            .axes = {axes.age_group, axes.sex}});
    const Settlement::Setup settling{columns,
                                     status,
                                     shared.kandas.records,
                                     shared.flows,
                                     tallies,
                                     by_age,
                                     FamilyMaker(registry, families),
                                     &kandas,
                                     &shared.traits,
                                     residents,
                                     shared.registers};
    const auto settlement = std::make_shared<const Settlement>(registry, settling);
    const auto admitted = std::make_shared<AdmittedByPartner>(axes.flow_partner.size(), 0);
    registry.add_process(std::make_unique<ExternalDepartures>(
        registry, departures, outlook,
        ExternalDepartures::Setup{columns, shared.claims, shared.books,
                                  ExpectedReturns(kandas_return, kandas, first_year),
                                  shared.settlers, shared.contracts},
        axes));
    add_kandas(registry, columns, shared, {settling, settlement, shared.books});
    registry.add_process(std::make_unique<KandasArrivals>(registry, kandas_arrivals, outlook,
                                                          settlement, admitted, shared.contracts));
    const Resettlement::Setup moving{columns,       status,    shared.flows,
                                     shared.claims, geography, shared.contracts};
    registry.add_process(std::make_unique<Resettlement>(registry, resettlement, moving));
    registry.add_process(
        std::make_unique<ResettlerReturn>(registry, resettler_return, axes.region, moving));
    registry.add_process(std::make_unique<PastResettlers>(registry, past_resettlers, moving));
    registry.add_process(
        std::make_unique<SettlementSupport>(
            registry, SettlementSupport::Setup{columns, status, shared.contracts, shared.labour}));
    registry.add_process(
        std::make_unique<ResettlerIndicators>(registry, columns, status, shared.labour));
    const ExternalArrivals::Others others{admitted, shared.settling, screening};
    registry.add_process(std::make_unique<ExternalArrivals>(registry, arrivals, outlook, settlement,
                                                            others, kandas));
    registry.add_process(
        std::make_unique<KandasStatus>(registry, kandas_status, outlook, settling));
}

/// What becomes of kandas: courses, returns, cards, and the counts of all that.
void Programmes::add_kandas(Registry& registry, const Columns& columns, const Shared& shared,
                            const Arriving& arriving) const
{
    const StatusColumns& status = shared.status;
    const KandasRecords& records = shared.kandas.records;
    registry.add_process(std::make_unique<KandasReturn>(
        registry, kandas_return, axes,
        KandasReturn::Setup{status, records, shared.kandas.effects, shared.claims, arriving.books,
                            shared.contracts}));
    registry.add_process(std::make_unique<AtaZholy>(
        registry, ata_zholy,
        AtaZholy::Shared{outlook, arriving.settlement, arriving.settling, shared.claims,
                         arriving.books, shared.contracts}));
    registry.add_process(std::make_unique<Integration>(
        registry, shared.integration.services,
        Integration::Shared{columns, status, records, shared.kandas.effects, shared.contracts,
                            shared.registers}));
    registry.add_process(std::make_unique<KandasIndicators>(
        registry, KandasIndicators::Shared{columns, status, records}, kandas_track));
}

}  // namespace qonys::models::kz_migration
