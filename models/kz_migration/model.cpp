#include "qonys/run/model.hpp"

#include <memory>
#include <optional>

#include "assumptions.hpp"
#include "columns.hpp"
#include "fitting/movement_fit.hpp"
#include "geography.hpp"
#include "indicators/population.hpp"
#include "labour/budget.hpp"
#include "outlook.hpp"
#include "parts/abroad.hpp"
#include "parts/business.hpp"
#include "parts/control.hpp"
#include "parts/demography.hpp"
#include "parts/flows.hpp"
#include "parts/foreign_labour.hpp"
#include "parts/integration.hpp"
#include "parts/labour.hpp"
#include "parts/movement.hpp"
#include "parts/programmes.hpp"
#include "parts/registers.hpp"
#include "parts/specialists.hpp"
#include "parts/students.hpp"
#include "qonys/process/residence.hpp"
#include "synthesis/synthesis.hpp"
#include "tellings.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Before anything else is read: else every table would be found to lack the year.
void check_start(Reader& in, Month start)
{
    const bool is_known = start == Month(2022, 1) || start == Month(2025, 1);
    if (is_known || !in.problems().empty()) {
        return;
    }
    in.section("run").problem("start",
                              "run.start = " + start.text() +
                                  (start.month_of_year() == 1 ? " has no people to start with"
                                                              : " is not a January"),
                              "the people are known on 1 January of 2022 and 2025",
                              "start in 2022-01 or 2025-01");
    in.throw_if_any();
}

/// Axes alone first: tables cannot be laid out, nor their problems told, along axes that are not
/// there.
Axes read_axes(Reader& in)
{
    Axes axes = Axes::read(in);
    in.throw_if_any();
    return axes;
}

/// Kazakhstan: people, households and regions under migration policy. Text: README.md.
class KzMigration final : public Model {
public:
    KzMigration(Reader& in, const Scenario& scenario)
        : axes_(read_axes(in)),
          geography_(Geography::read(in, axes_)),
          outlook_(Outlook::read(in)),
          demography_(Demography::read(in, axes_, outlook_)),
          movement_(Movement::read(in, axes_, outlook_, {geography_, scenario.start.year()})),
          integration_(IntegrationPart::read(in, axes_)),
          programmes_(Programmes::read(in, axes_, outlook_, geography_, scenario)),
          labour_(Labour::read(in, axes_, outlook_,
                               {SynthesisTables::labour_year(in), scenario.start.year()})),
          business_(BusinessPart::read(in, axes_, outlook_, scenario)),
          foreign_labour_(ForeignLabour::read(in, axes_, labour_, scenario)),
          students_(StudentsPart::read(in, axes_, scenario)),
          specialists_(SpecialistsPart::read(in, axes_, labour_.axes.sector, scenario)),
          abroad_(AbroadPart::read(in, axes_, outlook_, scenario)),
          control_(ControlPart::read(in, foreign_labour_, scenario)),
          registers_(RegistersPart::read(in, axes_)),
          prices_(Prices::read(in)),
          taxes_(LabourTaxes::read(in))
    {
        Reader population = in.section("population");
        SynthesisTables tables =
            SynthesisTables::read(population, axes_, scenario.start.year());
        if (in.problems().empty()) {
            synthesis_ = std::make_unique<Synthesis>(std::move(tables), axes_);
        }
    }

    [[nodiscard]] Regions regions() const override { return geography_.regions(axes_); }

    void build(Registry& registry) const override
    {
        const Columns columns = Columns::declare(registry);
        const Flows flows = Flows::declare(registry, axes_);
        const ResidenceClaims claims(registry);
        const StatusColumns status = StatusColumns::declare(registry);
        const auto registers = registers_.declare(registry);
        const IntegrationPart::Shared kandas = integration_.declare(registry, status);
        demography_.build(registry, columns,
                          {flows, claims, synthesis_->traits(), kandas.effects});
        const Budget budget = Budget::declare(registry, prices_, taxes_);
        const auto contracts = std::make_shared<const SettlementContracts>(
            programmes_.contracts(registry, status, budget, registers));
        const SettlerPlacement placement(registry,
                                         {columns, status, contracts, axes_.region});
        const WorkingLives lives(synthesis_->traits(), demography_.mortality, axes_.region.size(),
                                 outlook_.last_known_year());
        const LabourSetup labour = labour_.declare(registry);
        std::optional<ForeignSetup> foreign;
        if (labour_.is_on) {
            const BusinessPart::Given given{columns, status,  kandas.records,
                                            labour,  labour_, budget};
            const BusinessPart::Shared money = business_.declare(registry, given);
            labour_.build(registry, columns, labour,
                          {placement, kandas.effects, lives, money.money()});
            business_.build(registry, given, money);
            foreign = foreign_labour_.build(
                registry,
                {labour, budget, control_.declare(registry, foreign_labour_.axes, registers)});
            control_.build(registry, columns, *foreign);
        }
        const SpecialistColumns specialists = specialists_.build(registry, foreign);
        const auto settling = students_.build(registry, axes_, foreign);
        movement_.build(registry, columns,
                        {flows, claims, labour.market, contracts, kandas.effects, registers});
        const DepartureBooks books(registry, columns, flows, axes_);
        programmes_.build(
            registry, columns,
            {flows, claims, synthesis_->traits(), status, integration_, kandas, *contracts, labour,
             settling, books, ExpectedSettlers(abroad_.terms), registers});
        const AbroadRecords abroad =
            abroad_.build(registry, columns, {status, prices_, books, labour.market});
        RegistersPart::build(
            registry, registers,
            {columns,
             status,
             kandas.records,
             abroad,
             {StudentColumns::find(registry.schema()), specialists},
             RegisterCountries({axes_.flow_partner, axes_.work_partner,
                                foreign_labour_.axes.partner, students_.axes.origin})},
            foreign);
        registry.add_process(std::make_unique<PopulationIndicators>(registry, columns, axes_));
        tell_columns(registry, axes_, labour_.axes, foreign_labour_.axes);
        tell_students(registry, students_.axes);
        tell_records(registry, axes_, business_.terms.programme);
        tell_specialists(registry, foreign_labour_.axes.partner, specialists_.visas.kind);
    }

    void populate(const PopulateContext& context, World& world) const override
    {
        synthesis_->populate(context, world);
        // Neither a reference run, made to fit moves, nor people alone know jobs.
        if (EmployerColumns::are_in(world.schema())) {
            const PlannedEmployers planned = labour_.synthesis().populate(context, world);
            foreign_labour_.synthesis().populate(context, planned, world);
        }
    }

    [[nodiscard]] std::vector<std::string> assumptions() const override
    {
        return kz_migration::assumptions();
    }

    [[nodiscard]] FitOutcome fit(const FitRequest& request) const override
    {
        return fit_movement(request, movement_, {demography_, outlook_, synthesis_->traits()});
    }

private:
    Axes axes_;
    Geography geography_;
    Outlook outlook_;
    Demography demography_;
    Movement movement_;
    IntegrationPart integration_;
    Programmes programmes_;
    Labour labour_;
    BusinessPart business_;
    ForeignLabour foreign_labour_;
    StudentsPart students_;
    SpecialistsPart specialists_;
    AbroadPart abroad_;
    ControlPart control_;
    RegistersPart registers_;
    Prices prices_;
    LabourTaxes taxes_;
    std::unique_ptr<Synthesis> synthesis_;
};

}  // namespace

void register_model(ModelCatalogue& catalogue)
{
    catalogue.add({"kz_migration", "Kazakhstan: people, households and regions under migration policy",
                   [](Reader& in, const Scenario& scenario) {
                       check_start(in, scenario.start);
                       return std::make_unique<KzMigration>(in, scenario);
                   }});
}

}  // namespace qonys::models::kz_migration
