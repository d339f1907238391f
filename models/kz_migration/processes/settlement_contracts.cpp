#include "processes/settlement_contracts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "processes/home.hpp"
#include "processes/thinned_clock.hpp"

namespace qonys::models::kz_migration {
namespace {


}  // namespace

SettlementContracts::SettlementContracts(Registry& registry, const StatusColumns& status,
                                         std::shared_ptr<const Support> support,
                                         const Budget& budget,
                                         std::shared_ptr<const RegisterSetup> registers)
    : schema_(registry.schema()),
      status_(status),
      registers_(std::move(registers)),
      key_(registry.schema().household.key),
      support_(std::move(support)),
      budget_(budget),
      events_(registry.add_tally(
          {.name = "settlement_contracts",
           .description = "contracts of resettled families",
           .unit = "households",
           .axes = {Axis("contract_event", {"opened", "completed", "broken", "dissolved"})}})),
      owed_(registry.add_tally(
          {.name = "settlement_support",
           .description = "support under contract, in whole thousands",
           .unit = "KZT, nominal",
           .axes = {Axis("owed_money", {"granted", "cleared", "due", "written_off"})}})),
      moved_alone_(registry.add_tally(
          {.name = "applicants_moved_alone",
           .description = "families that applied for resettlement and moved before without it",
           .unit = "households",
           .axes = {}})),
      refund_(registry.add_draw("settlement_support", "refund"))
{
}

void SettlementContracts::count(Tallies& counts, ContractEvent event) const
{
    counts.add(events_, static_cast<std::size_t>(event));
}

void SettlementContracts::count(Tallies& counts, OwedMoney what, std::int64_t thousands) const
{
    counts.add(owed_, static_cast<std::size_t>(what), thousands * thousand);
}

void SettlementContracts::sign(const ShardContext& here, Shard& shard, HouseholdId home,
                               const Terms& terms) const
{
    Rows& homes = shard.households();
    homes[status_.contract_month][home.value()] = stamp(here.step.now);
    homes[status_.contract_origin][home.value()] = terms.origin;
    homes[status_.settlement][home.value()] =
        terms.has_home ? settlement::with_home : settlement::on_rent;
    homes[status_.support_owed][home.value()] = 0;
    for_each_member(shard, schema_, home, [&](std::size_t row) {
        const Rows& people = shard.people();
        registers_->residents.follow(shard,
                                     {people[schema_.person.key][row], ResidentViews::resettler,
                                      people[schema_.person.region][row], stamp(here.step.now)});
    });
    count(here.counts, ContractEvent::opened);
}

void SettlementContracts::pay(const ShardContext& here, Shard& shard, HouseholdId home,
                              std::pair<Programme, Money> what) const
{
    budget_.book(here.counts, what.first, BudgetSide::spending, what.second,
                 here.step.now.year());
    ThousandTenge& owed = shard.households()[status_.support_owed][home.value()];
    const auto room = static_cast<std::int64_t>(std::numeric_limits<ThousandTenge>::max() - owed);
    const std::int64_t more = std::min(what.second.tenge() / thousand, room);
    owed = static_cast<ThousandTenge>(owed + more);
    count(here.counts, OwedMoney::granted, more);
}

void SettlementContracts::leave(const ShardContext& here, Shard& shard, HouseholdId home) const
{
    const Rows& homes = shard.households();
    const SettlementState state = homes[status_.settlement][home.value()];
    if (settlement::is_waiting(state)) {
        here.counts.add(moved_alone_, 0);
        return;
    }
    if (settlement::is_bound(state)) {
        const std::int64_t owed = homes[status_.support_owed][home.value()];
        const std::int64_t back = due(here, shard, home);
        const Threshold pays(MonthlyProbability(support_->terms().collected));
        const HouseholdKey key = homes[key_][home.value()];
        const std::uint64_t word =
            here.step.random(refund_).word(key.value(), draw_index(here.step.now));
        const bool collected = pays.hit(word);
        here.step.life.chance(key, "pays_back", pays, word);
        count(here.counts, ContractEvent::broken);
        count(here.counts, OwedMoney::due, back);
        count(here.counts, OwedMoney::written_off, owed - back);
        if (collected) {
            budget_.book(here.counts, Programme::settlement_contract, BudgetSide::refunds,
                         Money(back * thousand), here.step.now.year());
        }
    }
    if (state != settlement::none) {
        forget(shard, home);
    }
}

std::int64_t SettlementContracts::due(const ShardContext& here, const Shard& shard,
                                      HouseholdId home) const
{
    const double share = here.step.levers(support_->levers().refund_share);
    const auto owed = static_cast<double>(shard.households()[status_.support_owed][home.value()]);
    return static_cast<std::int64_t>(std::floor(share * owed));
}

double SettlementContracts::leaving(const ShardContext& here, const Shard& shard,
                                    HouseholdId home) const
{
    if (!settlement::is_bound(shard.households()[status_.settlement][home.value()])) {
        return 1.0;
    }
    const double back = support_->terms().collected *
                        static_cast<double>(due(here, shard, home) * thousand);
    return support_->leaving(back / budget_.prices.mci.tenge(here.step.now.year()));
}

void SettlementContracts::complete(const ShardContext& here, Shard& shard, HouseholdId home) const
{
    ThousandTenge& owed = shard.households()[status_.support_owed][home.value()];
    count(here.counts, ContractEvent::completed);
    count(here.counts, OwedMoney::cleared, owed);
    owed = 0;
    shard.households()[status_.settlement][home.value()] = settlement::fulfilled;
}

void SettlementContracts::dissolve(const ShardContext& here, Shard& shard, HouseholdId home) const
{
    if (settlement::is_bound(shard.households()[status_.settlement][home.value()])) {
        count(here.counts, ContractEvent::dissolved);
        count(here.counts, OwedMoney::written_off,
              shard.households()[status_.support_owed][home.value()]);
    }
    forget(shard, home);
}

void SettlementContracts::forget(Shard& shard, HouseholdId home) const
{
    Rows& homes = shard.households();
    homes[status_.contract_month][home.value()] = no_month;
    homes[status_.contract_origin][home.value()] = RegionId::invalid();
    homes[status_.settlement][home.value()] = settlement::none;
    homes[status_.support_owed][home.value()] = 0;
}

}  // namespace qonys::models::kz_migration
