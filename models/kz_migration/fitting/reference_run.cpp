#include "fitting/reference_run.hpp"

#include "fitting/exposure.hpp"
#include "qonys/parallel/communicator.hpp"
#include "qonys/process/process.hpp"
#include "qonys/run/simulation.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int middle_of_year = 7;

/// Counts who could move, before anybody does.
class MoverCount final : public Process {
public:
    MoverCount(const Registry& registry, const Columns& columns, const Movement& movement,
               const ResidenceClaims& claims, Reach& reach)
        : schema_(registry.schema()),
          columns_(columns),
          fitted_(movement.fitted),
          mobility_(*movement.mobility),
          ages_(movement.mobility_params.mover_age),
          claims_(claims),
          reach_(reach)
    {
    }

    [[nodiscard]] ProcessInfo info() const override
    {
        return {.name = "mover_count",
                .description = "counts who could move",
                .stage = Stage::moves,
                .cadence = Cadence::yearly,
                .month_of_year = middle_of_year,
                .order = -1};
    }

    void prepare(const StepContext& step, const World& world) override
    {
        mobility_.prepare(step.start, step.now.year(), step.random);
        counts_.resize(world);
    }

    void propose(const ShardContext& here, const Shard& shard) override
    {
        counts_[here.shard] =
            exposure_of_shard(shard, {schema_, columns_, ages_, &claims_},
                              fitted_.propensity.values().size(), here.step.now);
    }

    void conclude(const StepContext& step, World&, Tallies&) override
    {
        Exposure sum(fitted_.propensity.values().size());
        for (const Exposure& of_shard : counts_) {
            sum += of_shard;
        }
        double wanted = 0.0;
        double family = 0.0;
        double lone = 0.0;
        for (std::size_t region = 0; region < sum.residents.size(); ++region) {
            const RegionId id(static_cast<RegionId::rep>(region));
            const double moves = mobility_.propensity(id, step.now.year());
            wanted += moves * sum.residents[region];
            family += moves * fitted_.family_scale.values()[region] * sum.family[region];
            lone += moves * fitted_.lone_scale.values()[region] * sum.lone[region];
        }
        reach_.family.push_back(family / wanted / mobility_.at_risk());
        reach_.lone.push_back(lone / wanted / mobility_.at_risk());
    }

private:
    const WorldSchema schema_;
    const Columns columns_;
    const FittedMovement& fitted_;
    Mobility mobility_;
    const MoverAges ages_;
    const ResidenceClaims claims_;
    Reach& reach_;
    PerShard<Exposure> counts_;
};

/// Births, deaths, couples and moves.
class ReferenceModel final : public Model {
public:
    ReferenceModel(const Model& whole, const Movement& movement, const ReferenceParts& parts,
                   Reach& reach)
        : whole_(whole), movement_(movement), parts_(parts), reach_(reach)
    {
    }

    [[nodiscard]] Regions regions() const override { return whole_.regions(); }
    void populate(const PopulateContext& context, World& world) const override
    {
        whole_.populate(context, world);
    }
    void build(Registry& registry) const override
    {
        const Columns columns = Columns::declare(registry);
        const Flows flows = Flows::declare(registry, parts_.demography.axes);
        const ResidenceClaims claims(registry);
        parts_.demography.build(registry, columns, {flows, claims, parts_.traits, nullptr});
        movement_.build(registry, columns, {flows, claims, nullptr, nullptr, nullptr, nullptr});
        registry.add_process(
            std::make_unique<MoverCount>(registry, columns, movement_, claims, reach_));
    }

private:
    const Model& whole_;
    const Movement& movement_;
    const ReferenceParts parts_;
    Reach& reach_;
};

}  // namespace

Reach reference_run(const FitRequest& request, const Movement& movement,
                    const ReferenceParts& parts, double scale)
{
    Reach reach;
    Plan plan = request.plan;
    plan.scenario.scale = scale;
    plan.measures.clear();
    plan.model =
        std::make_shared<ReferenceModel>(*request.plan.model, movement, parts, reach);
    const auto ranks = serial_communicator();
    Simulation simulation(plan, 0, *ranks, request.threads);
    simulation.populate();
    simulation.begin();
    while (!simulation.finished()) {
        simulation.advance();
    }
    return reach;
}

}  // namespace qonys::models::kz_migration
