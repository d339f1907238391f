#include "indicators/irregular.hpp"

#include <algorithm>
#include <array>

#include "indicators/stock.hpp"
#include "irregular/people.hpp"

namespace qonys::models::kz_migration {
namespace {

/// First months of the classes of the axis irregular_months.
constexpr std::array<int, 4> later_classes{3, 6, 12, 24};

}  // namespace

IrregularIndicators::IrregularIndicators(Registry& registry, const ForeignSetup& setup)
    : setup_(setup),
      people_(registry.add_tally(stock(
          "irregular_people", "foreigners without the right to stay or work, by what they were",
          "persons", {setup.irregular->axes.kind, setup.axes.region}))),
      work_(registry.add_tally(stock("irregular_people_by_work", "the same, by for whom they work",
                                     "persons", {setup.irregular->axes.work, setup.axes.region}))),
      origins_(registry.add_tally(stock("irregular_people_by_origin", "the same, by country",
                                        "persons", {setup.axes.partner}))),
      months_(registry.add_tally(stock("irregular_people_by_months",
                                       "the same, by full months since they became irregular",
                                       "persons", {setup.irregular->axes.months}))),
      bans_(
          registry.add_tally(stock("entry_bans", "people who may not come back, by where they were",
                                   "persons", {setup.axes.region})))
{}

ProcessInfo IrregularIndicators::info() const
{
    return {.name = "irregular_indicators",
            .description = "counts irregular people and bans",
            .stage = Stage::record,
            .reads = {"irregular_people.kind", "irregular_people.since", "entry_bans.until"}};
}

void IrregularIndicators::conclude(const StepContext& step, World& world, Tallies& counts)
{
    // The tables are the same on every rank: one of them counts.
    if (step.ranks.rank() != 0) {
        return;
    }
    const IrregularColumns& own = setup_.irregular->people;
    const Rows& rows = world.replicated(own.table);
    const std::size_t num_regions = setup_.axes.region.size();
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (rows[own.alive][row] != is_alive) {
            continue;
        }
        const std::size_t region = rows[own.region][row].value();
        counts.add(people_, static_cast<std::size_t>(rows[own.kind][row]) * num_regions + region);
        counts.add(work_, static_cast<std::size_t>(rows[own.work][row]) * num_regions + region);
        counts.add(origins_, rows[own.origin][row].value());
        const int months = stamp(step.now) - rows[own.since][row];
        counts.add(months_, static_cast<std::size_t>(std::upper_bound(later_classes.begin(),
                                                                      later_classes.end(), months) -
                                                     later_classes.begin()));
    }
    const EntryBanColumns& bans = setup_.irregular->bans;
    const Rows& banned = world.replicated(bans.table);
    for (std::size_t row = 0; row < banned.size(); ++row) {
        if (banned[bans.alive][row] == is_alive && banned[bans.until][row] > stamp(step.now)) {
            counts.add(bans_, banned[bans.region][row].value());
        }
    }
}

InformalIndicators::InformalIndicators(Registry& registry, const Columns& columns,
                                       const LabourSetup& labour)
    : schema_(registry.schema()),
      columns_(columns),
      jobs_(labour.jobs),
      informal_(registry.add_tally(yearly_stock("informal_employees",
                                                "employees without a contract, by where they live",
                                                "persons", {labour.axes.region})))
{}

ProcessInfo InformalIndicators::info() const
{
    return {.name = "informal_indicators",
            .description = "counts employees without a contract once a year",
            .stage = Stage::record,
            .cadence = Cadence::yearly,
            .month_of_year = 12,
            .reads = {"job_terms", "employer", "region", "stay", "gone"}};
}

void InformalIndicators::commit(const ShardContext& here, Shard& shard)
{
    const Rows& people = shard.people();
    const auto terms = people[jobs_.terms];
    const auto employer = people[jobs_.employer];
    const auto gone = people[schema_.person.gone];
    const auto stay = people[columns_.stay];
    const auto region = people[schema_.person.region];
    for (std::size_t row = 0; row < people.size(); ++row) {
        if (terms[row].contract() == Contract::informal && employer[row].valid() &&
            gone[row] == Gone::no && stay[row] == at_home) {
            here.counts.add(informal_, region[row].value());
        }
    }
}

}  // namespace qonys::models::kz_migration
