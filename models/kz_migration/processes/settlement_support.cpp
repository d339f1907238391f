#include "processes/settlement_support.hpp"

#include <cmath>

#include "processes/home.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {

SettlementSupport::SettlementSupport(Registry& registry, const Setup& setup)
    : schema_(registry.schema()), setup_(setup)
{
}

void SettlementSupport::prepare(const StepContext& /*step*/, const World& world)
{
    employers_ = EmployerColumns::are_in(schema_) ? &world.replicated(setup_.labour.employers.table)
                                                  : nullptr;
}

ProcessInfo SettlementSupport::info() const
{
    return {.name = "settlement_support",
            .description = "rent support, and contracts of resettled families that end by time",
            .stage = Stage::status,
            .order = 90,
            .reads = {"region", "size", "area", "employer", "wage_units", "job_terms"},
            .writes = {"contract_month", "contract_origin", "settlement", "support_owed"},
            .levers = {"resettlement.rent_min", "resettlement.rent_max", "resettlement.rent_months",
                       "resettlement.contract_months", "resettlement.refund_share"},
            .draws = {"refund"}};
}

void SettlementSupport::commit(const ShardContext& here, Shard& shard)
{
    const std::span<const SettlementState> states = shard.households()[setup_.status.settlement];
    scan_rows<true>(states, settlement::none, [&](std::size_t home) {
        visit(here, shard, HouseholdId(static_cast<HouseholdId::rep>(home)));
    });
}

void SettlementSupport::visit(const ShardContext& here, Shard& shard, HouseholdId home) const
{
    const Rows& homes = shard.households();
    const std::uint32_t people = homes[schema_.household.size][home.value()];
    if (people == 0) {
        setup_.contracts.dissolve(here, shard, home);
        return;
    }
    const SettlementState state = homes[setup_.status.settlement][home.value()];
    if (!settlement::is_bound(state)) {
        return;
    }
    book_taxes(here, shard, home);
    const SupportLevers& levers = setup_.contracts.support().levers();
    const int months = here.step.now - month_of(homes[setup_.status.contract_month][home.value()]);
    // Those who stay to the end of the last month have kept the contract.
    if (months >= here.step.levers(levers.contract_months)) {
        setup_.contracts.complete(here, shard, home);
    } else if (state == settlement::on_rent && months < here.step.levers(levers.rent_months)) {
        const Support::Family family{homes[schema_.household.region][home.value()],
                                     homes[setup_.columns.household_area][home.value()], people};
        setup_.contracts.pay(here, shard, home,
                       {Programme::rent_support, setup_.contracts.support().rent(here.step.levers, family,
                                                         here.step.now.year())});
    }
}

/// Gross: on all that members earn where they live now, but for informal work.
void SettlementSupport::book_taxes(const ShardContext& here, const Shard& shard,
                                   HouseholdId home) const
{
    if (employers_ == nullptr) {
        return;
    }
    const Budget& budget = setup_.contracts.budget();
    const EmployerColumns& columns = setup_.labour.employers;
    const JobColumns& jobs = setup_.labour.jobs;
    const Rows& people = shard.people();
    const int year = here.step.now.year();
    std::int64_t sum = 0;
    for_each_member(shard, schema_, home, [&](std::size_t row) {
        const EmployerId employer = people[jobs.employer][row];
        if (!employer.valid() || people[jobs.terms][row].contract() == Contract::informal ||
            (*employers_)[columns.region][employer.value()] != people[schema_.person.region][row]) {
            return;
        }
        const double wage =
            wage_of(*employers_, columns, employer.value(), people[jobs.wage_units][row],
                    setup_.labour.market->wage_level());
        sum += std::llround(budget.taxes.on_wage(wage, year, budget.prices.mci.tenge(year)));
    });
    if (sum > 0) {
        budget.book(here.counts, Programme::settlement_contract,
                    BudgetSide::taxes_and_contributions, Money(sum), year);
    }
}

}  // namespace qonys::models::kz_migration
