#include "business/business_start.hpp"

#include <limits>

#include "processes/clocks.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/random/choice.hpp"

namespace qonys::models::kz_migration {

BusinessStart::BusinessStart(Registry& registry, const Columns& columns, const LabourSetup& setup,
                             const Table<double, RegionId, SectorId>& self_employed)
    : schema_(registry.schema()),
      columns_(columns),
      setup_(setup),
      sector_(registry.add_draw("own_business", "sector")),
      started_(registry.add_tally({.name = "businesses_started",
                                   .description = "people who begin to work for themselves",
                                   .unit = "businesses",
                                   .axes = {setup.axes.region}}))
{
    for (std::size_t region = 0; region < setup_.axes.region.size(); ++region) {
        for (std::size_t sector = 0; sector < setup_.axes.sector.size(); ++sector) {
            const double weight = self_employed(at<RegionId>(region), at<SectorId>(sector));
            inverse_weights_.push_back(weight > 0.0 ? 1.0 / weight
                                                    : std::numeric_limits<double>::infinity());
        }
    }
}

void BusinessStart::begin(const ShardContext& here, Shard& shard, std::size_t row,
                          SectorId sector) const
{
    Rows& people = shard.people();
    const RegionId region = people[schema_.person.region][row];
    const PersonKey key = people[schema_.person.key][row];
    const std::size_t num_sectors = setup_.axes.sector.size();
    if (!sector.valid()) {
        const auto weights =
            std::span(inverse_weights_).subspan(region.value() * num_sectors, num_sectors);
        sector = at<SectorId>(
            choose(here.step.random(sector_), key.value(), draw_index(here.step.now), weights));
        here.step.life.choice(key, {"sector", weights, sector.value(), setup_.axes.sector.codes()});
    }
    people[setup_.jobs.terms][row] = {sector, Skill::low, Contract::none};
    people[columns_.activity][row] = Activity::self_employed;
    people[due_][row] = clock_unset;
    here.counts.add(started_, region.value());
}

}  // namespace qonys::models::kz_migration
