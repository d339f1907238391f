#include "processes/resettler_return.hpp"

#include <algorithm>

#include "processes/thinned_clock.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int years_told_apart = 6;  ///< first to fifth year, and later

}  // namespace

ResettlerReturn::Params ResettlerReturn::Params::read(Reader& in)
{
    Reader section = in.section("resettlement");
    const auto rates = section.table<double, std::size_t>(
        "return_rate", {Axis::range("years_since", 0, years_told_apart - 1)},
        Bounds::within(0.0, 10.0),
        {"1/year", "families that go back, by completed years since the move; 5 = and later"});
    return {{rates.values().begin(), rates.values().end()}};
}

ResettlerReturn::ResettlerReturn(Registry& registry, const Params& params, const Axis& region,
                                 const Resettlement::Setup& setup)
    : schema_(registry.schema()),
      status_(setup.status),
      contracts_(setup.contracts),
      claims_(setup.claims),
      move_(schema_, setup.columns, setup.flows, region.size()),
      returned_(registry.add_tally({.name = "resettlers_returned",
                                    .description = "resettled people who went back, by region left",
                                    .unit = "persons",
                                    .axes = {region}})),
      draw_(registry.add_draw("resettler_return", "return")),
      yearly_rate_(params.yearly_rate)
{}

ProcessInfo ResettlerReturn::info() const
{
    return {.name = "resettler_return",
            .description = "resettled families go back to the region they left",
            .stage = Stage::programmes,
            .order = 20,
            .reads = {"contract_month", "contract_origin", "settlement", "support_owed"},
            .writes = {"region", "registered_region", "contract_month", "contract_origin",
                       "settlement", "support_owed"},
            .levers = {"resettlement.refund_share"},
            .draws = {"return"}};
}

/// Rates are those of families that would have had to pay back the usual refund.
void ResettlerReturn::prepare(const StepContext& step, const World& /*world*/)
{
    const Support& support = contracts_.support();
    usual_.clear();
    for (int months = 0; months - 1 < support.terms().contract_months; ++months) {
        usual_.push_back(support.leaving(support.usual_refund(step.now - months, step.now)));
    }
}

Threshold ResettlerReturn::chance(const ShardContext& here, const Shard& shard,
                                  HouseholdId household) const
{
    const MonthStamp since = shard.households()[status_.contract_month][household.value()];
    const auto months = static_cast<std::size_t>(here.step.now - month_of(since));
    const std::size_t years = std::min(months / months_in_year, yearly_rate_.size() - 1);
    const double usual = months < usual_.size() ? usual_[months] : 1.0;
    const double factor = contracts_.leaving(here, shard, household) / usual;
    return Threshold(monthly(AnnualRate(yearly_rate_[years] * factor)));
}

void ResettlerReturn::commit(const ShardContext& here, Shard& shard)
{
    const AddressedDraw draw = here.step.random(draw_);
    const Rows& homes = shard.households();
    const std::span<const SettlementState> states = homes[status_.settlement];
    scan_rows<true>(states, settlement::none, [&](std::size_t home) {
        const MonthStamp since = homes[status_.contract_month][home];
        const RegionId origin = homes[status_.contract_origin][home];  // invalid: came from abroad
        if (settlement::is_waiting(states[home]) || homes[schema_.household.size][home] == 0 ||
            since == stamp(here.step.now) || !origin.valid()) {
            return;
        }
        const RegionId left = homes[schema_.household.region][home];
        const HouseholdId household(static_cast<HouseholdId::rep>(home));
        const HouseholdKey key = homes[schema_.household.key][home];
        const std::uint64_t word = draw.word(key.value(), draw_index(here.step.now));
        const Threshold goes = chance(here, shard, household);
        here.step.life.chance(key, "returns", goes, word);
        if (!goes.hit(word) ||
            !claims_.claim(ResidenceChange::programme, shard, household, here.step.now,
                           here.counts)) {
            return;
        }
        here.counts.add(returned_, left.value(),
                        static_cast<std::int64_t>(move_.move(here, shard, household, origin)));
        contracts_.leave(here, shard, household);
    });
}

}  // namespace qonys::models::kz_migration
