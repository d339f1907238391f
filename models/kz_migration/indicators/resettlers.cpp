#include "indicators/resettlers.hpp"

#include "indicators/stock.hpp"
#include "processes/home.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int first_working_age = 16;
constexpr int last_working_age = 62;

/// Work is counted where there are jobs.
std::optional<TallyId> declare_work(Registry& registry)
{
    if (!EmployerColumns::are_in(registry.schema())) {
        return std::nullopt;
    }
    return registry.add_tally(
        stock("resettlers_work",
              "people resettled in the last twelve months: those of 16-62 by work, and the others",
              "persons",
              {Axis("settler_work", {"permanent_job", "other_job", "own_business", "unemployed",
                                     "other", "other_ages"})}));
}

}  // namespace

ResettlerIndicators::ResettlerIndicators(Registry& registry, const Columns& columns,
                                         const StatusColumns& status, const LabourSetup& labour)
    : schema_(registry.schema()),
      columns_(columns),
      status_(status),
      jobs_(labour.jobs),
      running_(registry.add_tally(stock("settlement_contracts_running",
                                        "resettled families under contract, by region",
                                        "households", {labour.axes.region}))),
      owed_(registry.add_tally(stock("settlement_support_running",
                                     "support that families under contract would owe, by region",
                                     "KZT, nominal", {labour.axes.region}))),
      work_(declare_work(registry))
{
}

ProcessInfo ResettlerIndicators::info() const
{
    return {
        .name = "resettler_indicators",
        .description = "counts contracts and the work of resettled people",
        .stage = Stage::record,
        .reads = {"settlement", "support_owed", "contract_month", "activity", "stay", "job_terms"}};
}

void ResettlerIndicators::commit(const ShardContext& here, Shard& shard)
{
    const Rows& homes = shard.households();
    const Rows& people = shard.people();
    const std::span<const SettlementState> states = homes[status_.settlement];
    scan_rows<true>(states, settlement::none, [&](std::size_t home) {
        if (!settlement::is_bound(states[home])) {
            return;
        }
        const std::size_t region = homes[schema_.household.region][home].value();
        here.counts.add(running_, region);
        here.counts.add(owed_, region, homes[status_.support_owed][home] * thousand);
        if (!work_ ||
            here.step.now - month_of(homes[status_.contract_month][home]) >= months_in_year) {
            return;
        }
        const HouseholdId household(static_cast<HouseholdId::rep>(home));
        for_each_member(shard, schema_, household, [&](std::size_t row) {
            const int age = age_in_years(people[schema_.person.birth_month][row], here.step.now);
            const bool is_of_working_age = age >= first_working_age && age <= last_working_age;
            const Work work = is_of_working_age ? work_of(people, row) : Work::other_ages;
            here.counts.add(*work_, static_cast<std::size_t>(work));
        });
    });
}

ResettlerIndicators::Work ResettlerIndicators::work_of(const Rows& people, std::size_t row) const
{
    if (people[columns_.stay][row] != at_home) {
        return Work::other;
    }
    switch (people[columns_.activity][row]) {
    case Activity::employee:
        return people[jobs_.terms][row].contract() == Contract::permanent ? Work::permanent_job
                                                                          : Work::other_job;
    case Activity::self_employed:
        return Work::own_business;
    case Activity::unemployed:
        return Work::unemployed;
    default:
        return Work::other;
    }
}

}  // namespace qonys::models::kz_migration
