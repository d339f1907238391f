#include "processes/settler_placement.hpp"

#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"

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

std::optional<int> SettlerPlacement::months(const ShardContext& here, const Shard& shard,
                                            std::size_t row) const
{
    const std::size_t home = shard.people()[schema_.person.household][row].value();
    const Rows& homes = shard.households();
    if (!settlement::is_bound(homes[setup_.status.settlement][home])) {
        return std::nullopt;
    }
    return here.step.now - month_of(homes[setup_.status.contract_month][home]);
}

bool SettlerPlacement::refers(const ShardContext& here, const Shard& shard, std::size_t row) const
{
    const auto since = months(here, shard, row);
    return since &&
           *since <= here.step.levers(setup_.contracts->support().levers().placement_months);
}

bool SettlerPlacement::is_subsidised(const ShardContext& here, const Shard& shard,
                                     std::size_t row) const
{
    const auto since = months(here, shard, row);
    return since && *since <= subsidised_months &&
           shard.people()[setup_.columns.activity][row] != Activity::employee;
}

std::uint64_t SettlerPlacement::priority(const ShardContext& here, const Shard& shard,
                                         std::size_t row, std::uint64_t word) const
{
    const Support& support = setup_.contracts->support();
    const RegionId region = shard.people()[schema_.person.region][row];
    const double subsidy = here.step.levers(support.levers().employer_subsidy, region.value());
    if (subsidy <= 0.0 || !is_subsidised(here, shard, row)) {
        return word;
    }
    const SupportTerms& terms = support.terms();
    const double expected = terms.employer_uptake * subsidy / terms.yearly_wage;
    const Threshold back(MonthlyProbability(exact::exp(-terms.hiring_response * expected)));
    return multiply_high(word, back.value());
}

void SettlerPlacement::hired(const ShardContext& here, const Shard& shard, std::size_t row,
                             Contract contract) const
{
    const Support& support = setup_.contracts->support();
    const auto since = months(here, shard, row);
    const Rows& people = shard.people();
    const RegionId region = people[schema_.person.region][row];
    const double subsidy = here.step.levers(support.levers().employer_subsidy, region.value());
    const Threshold takes(MonthlyProbability(support.terms().employer_uptake));
    if (!since || *since > subsidised_months || subsidy <= 0.0 ||
        contract == Contract::informal ||
        !takes.hit(here.step.random(uptake_).word(people[schema_.person.key][row].value(),
                                                  draw_index(here.step.now)))) {
        return;
    }
    const Budget& budget = setup_.contracts->budget();
    const int year = here.step.now.year();
    here.counts.add(subsidies_, region.value());
    budget.book(here.counts, Programme::employer_subsidy, BudgetSide::spending,
                budget.from_mci(subsidy, year), year);
}

}  // namespace qonys::models::kz_migration
