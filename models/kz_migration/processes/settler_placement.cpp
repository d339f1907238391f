#include "processes/settler_placement.hpp"

#include <algorithm>

#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/parallel/worker_local.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int subsidised_months = 12;  ///< after the move

}  // namespace

SettlerPlacement::SettlerPlacement(Registry& registry, const Setup& setup)
    : setup_(setup),
      schema_(registry.schema()),
      subsidies_(registry.add_tally(
          {.name = "employer_subsidies",
           .description = "resettled people hired with a subsidy for the employer, by region",
           .unit = "persons",
           .axes = {setup.region}})),
      uptake_(registry.add_draw("job_search", "uptake"))
{
}

std::vector<std::string> SettlerPlacement::levers()
{
    return {"resettlement.placement_months", "resettlement.employer_subsidy"};
}

void SettlerPlacement::months_of_each(const ShardContext& here, const Shard& shard,
                                      std::span<const std::uint32_t> rows,
                                      std::vector<std::optional<int>>& months) const
{
    const auto household = shard.people()[schema_.person.household];
    const auto settlement = shard.households()[setup_.status.settlement];
    const auto contract_month = shard.households()[setup_.status.contract_month];
    // Each worker keeps its list.
    struct Lists {
        std::vector<std::uint32_t> homes;
    };
    auto& [homes] = kept_by_worker<Lists>();
    homes.resize(rows.size());
    prefetch_rows(household, rows);
    std::transform(rows.begin(), rows.end(), homes.begin(),
                   [&](std::uint32_t row) { return household[row].value(); });
    months.assign(rows.size(), std::nullopt);
    prefetch_rows(settlement, homes);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (settlement::is_bound(settlement[homes[i]])) {
            months[i] = here.step.now - month_of(contract_month[homes[i]]);
        }
    }
}

bool SettlerPlacement::refers(const ShardContext& here, std::optional<int> months) const
{
    return months &&
           *months <= here.step.levers(setup_.contracts->support().levers().placement_months);
}

std::uint64_t SettlerPlacement::priority(const ShardContext& here, const Shard& shard,
                                         std::size_t row, std::optional<int> months,
                                         std::uint64_t word) const
{
    if (!months || *months > subsidised_months ||
        shard.people()[setup_.columns.activity][row] == Activity::employee) {
        return word;
    }
    const Support& support = setup_.contracts->support();
    const RegionId region = shard.people()[schema_.person.region][row];
    const double subsidy = here.step.levers(support.levers().employer_subsidy, region.value());
    if (subsidy <= 0.0) {
        return word;
    }
    const SupportTerms& terms = support.terms();
    const double expected = terms.employer_uptake * subsidy / terms.yearly_wage;
    const Threshold back(MonthlyProbability(exact::exp(-terms.hiring_response * expected)));
    return multiply_high(word, back.value());
}

void SettlerPlacement::prefetch(const Shard& shard, std::span<const std::uint32_t> rows) const
{
    const auto household = shard.people()[schema_.person.household];
    const auto settlement = shard.households()[setup_.status.settlement];
    for (const std::uint32_t row : rows) {
        __builtin_prefetch(&settlement[household[row].value()]);
    }
}

void SettlerPlacement::hired(const ShardContext& here, const Shard& shard, std::size_t row,
                             Contract contract) const
{
    const std::size_t home = shard.people()[schema_.person.household][row].value();
    const Rows& homes = shard.households();
    if (!settlement::is_bound(homes[setup_.status.settlement][home]) ||
        here.step.now - month_of(homes[setup_.status.contract_month][home]) > subsidised_months ||
        contract == Contract::informal) {
        return;
    }
    const Support& support = setup_.contracts->support();
    const Rows& people = shard.people();
    const RegionId region = people[schema_.person.region][row];
    const double subsidy = here.step.levers(support.levers().employer_subsidy, region.value());
    if (subsidy <= 0.0) {
        return;
    }
    const Threshold takes(MonthlyProbability(support.terms().employer_uptake));
    const PersonKey key = people[schema_.person.key][row];
    const std::uint64_t word =
        here.step.random(uptake_).word(key.value(), draw_index(here.step.now));
    here.step.life.chance(key, "hired_with_subsidy", takes, word);
    if (!takes.hit(word)) {
        return;
    }
    const Budget& budget = setup_.contracts->budget();
    const int year = here.step.now.year();
    here.counts.add(subsidies_, region.value());
    budget.book(here.counts, Programme::employer_subsidy, BudgetSide::spending,
                budget.from_mci(subsidy, year), year);
}

}  // namespace qonys::models::kz_migration
