#include "processes/integration.hpp"

#include <algorithm>

#include "processes/constant_lever.hpp"
#include "processes/home.hpp"
#include "processes/record_walk.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Assumption: courses are for people who may work; rules of the resettlement programme.
constexpr int oldest_learner = 62;

constexpr const char* terms_file = "data/integration_terms.csv";

enum class Term : std::uint8_t { coverage_kandas, coverage_resettler, course_hours, cost_hour_mci };

struct Lot {
    const char* what;
    Draw draw;
    double share;
};

/// Whoever is below the share, in his place among all.
bool falls_to(const StepContext& step, PersonKey key, const Lot& lot)
{
    const std::uint64_t word = step.random(lot.draw).word(key.value(), 0);
    const bool falls = uniform_unit(word) < lot.share;
    step.life.chance(key, {lot.what, lot.share, Life::unit(word), 1.0, falls});
    return falls;
}

TallySpec by_region(const char* name, const char* description, const char* unit, const Axis& region)
{
    return {.name = name, .description = description, .unit = unit, .axes = {region}};
}

}  // namespace

Integration::Params Integration::Params::read(Reader& in, const Axes& axes)
{
    Params params;
    params.region = axes.region;
    const auto terms = in.table<double, std::size_t>(
        "terms", {Axis("integration_term",
                       {"coverage_kandas", "coverage_resettler", "course_hours", "cost_hour_mci"})},
        Bounds::at_least(0.0), {"share, hours, MCI", "integration services as they were"});
    const auto term = [&](Term which) {
        return terms.values().empty() ? 0.0 : terms.values()[static_cast<std::size_t>(which)];
    };
    params.coverage = term(Term::coverage_kandas);
    params.hours = term(Term::course_hours);
    params.cost_hour = term(Term::cost_hour_mci);
    params.personal_plan = in.number("personal_plan", Bounds::within(0.0, 1.0),
                                     {"share", "of those reached, who have a personal plan"});
    params.cost_plan = in.number("cost_plan", Bounds::at_least(0.0),
                                 {"MCI", "work on a personal plan"});
    params.pace = in.integer("pace", Bounds::within(1.0, 200.0),
                             {"hours/month", "that somebody on a course takes"});
    return params;
}

Integration::Levers Integration::Levers::declare(Registry& registry, const Params& params)
{
    const Bounds share = Bounds::within(0.0, 1.0);
    constexpr double most_hours = 2000.0;
    const auto add = [&](LeverSpec spec, double value) {
        return registry.add_lever(constant_lever(std::move(spec), value));
    };
    Levers levers;
    levers.hours = add({.name = "integration.hours",
                        .description = "hours of courses offered to an adult kandas",
                        .unit = "hours",
                        .bounds = Bounds::within(0.0, most_hours),
                        .source = terms_file,
                        .key = "integration.terms"},
                       params.hours);
    levers.coverage = add({.name = "integration.coverage",
                           .description = "share of new kandas reached in the month of the status",
                           .unit = "share",
                           .axes = {params.region},
                           .bounds = share,
                           .source = terms_file,
                           .key = "integration.terms"},
                          params.coverage);
    levers.personal_plan = add({.name = "integration.personal_plan",
                                .description = "share of those reached with a personal plan",
                                .unit = "share",
                                .bounds = share,
                                .source = "[integration] of the scenario"},
                               params.personal_plan);
    levers.cost_hour = add({.name = "integration.cost_hour",
                            .description = "cost of an hour of courses for a person",
                            .unit = "MCI/hour",
                            .bounds = Bounds::at_least(0.0),
                            .source = terms_file,
                            .key = "integration.terms"},
                           params.cost_hour);
    levers.cost_plan = add({.name = "integration.cost_plan",
                            .description = "cost of a personal plan",
                            .unit = "MCI/plan",
                            .bounds = Bounds::at_least(0.0),
                            .source = "[integration] of the scenario"},
                           params.cost_plan);
    return levers;
}

Integration::Integration(Registry& registry, Params params, const Shared& shared)
    : schema_(registry.schema()),
      params_(std::move(params)),
      columns_(shared.columns),
      status_(shared.status),
      records_(shared.records),
      effects_(shared.effects),
      contracts_(shared.contracts),
      budget_(shared.contracts.budget()),
      levers_(Levers::declare(registry, params_)),
      registers_(shared.registers),
      reached_(registry.add_draw("integration", "reached")),
      asked_anew_(registry.add_draw("integration", "asked_anew")),
      plan_(registry.add_draw("integration", "plan")),
      served_(registry.add_tally(
          by_region("integration_served", "kandas who begin courses", "persons", params_.region))),
      found_(registry.add_tally(by_region("integration_found",
                                          "of these, kandas found again "
                                          "through the contour",
                                          "persons", params_.region))),
      plans_(registry.add_tally(by_region("integration_plans", "kandas who get a personal plan",
                                          "persons", params_.region))),
      hours_(registry.add_tally(by_region("integration_hours", "hours of courses that kandas took",
                                          "hours", params_.region))),
      onward_(registry.add_tally(
          {.name = "kandas_onward_moves",
           .description = "kandas who first move on, by the region of their status",
           .unit = "persons",
           .axes = {params_.region, Axis("to_largest_city", {"no", "yes"})}})),
      broken_(registry.add_tally(
          by_region("kandas_contracts_broken",
                    "kandas of the quota track who leave the region within the five "
                    "years of the contract",
                    "persons", params_.region)))
{}

ProcessInfo Integration::info() const
{
    return {.name = "integration",
            .description = "courses for new kandas, and whether kandas stay",
            .stage = Stage::status,
            .order = 20,
            .reads = {"origin_country", "birth_month", "region", "kandas.granted"},
            .writes = {"kandas.course_start", "kandas.hours_due", "kandas.hours", "kandas.marks"},
            .levers = {"integration.hours", "integration.coverage", "integration.personal_plan",
                       "integration.cost_hour", "integration.cost_plan", "registers.outreach"},
            .draws = {"reached", "asked_anew", "plan", "onward", "onward_alone"}};
}

void Integration::commit(const ShardContext& here, Shard& shard)
{
    const Rows& people = shard.people();
    const auto gone = people[schema_.person.gone];
    const auto key = people[schema_.person.key];
    RecordWalk records(shard.side(records_.table), schema_.side[records_.table.value()].key);
    scan_rows<true>(people[status_.origin_country], from_here, [&](std::size_t row) {
        const auto record = records.find(key[row]);
        if (gone[row] != Gone::no || !record) {
            return;
        }
        if (shard.side(records_.table)[records_.granted][*record] == stamp(here.step.now)) {
            enrol(here, shard, row, *record);
        } else {
            reach_out(here, shard, row, *record);
        }
        teach(here, shard, row, *record);
        follow(here, shard, row, *record);
    });
}

bool Integration::may_learn(const StepContext& step, const Shard& shard, std::size_t row) const
{
    const int age = age_in_years(shard.people()[schema_.person.birth_month][row], step.now);
    return step.levers(levers_.hours) >= 0.5 && age >= adult_age && age <= oldest_learner;
}

/// Services are offered to new holders; whoever is not reached now is so only if he is found again.
void Integration::enrol(const ShardContext& here, Shard& shard, std::size_t row,
                        std::size_t record) const
{
    const RegionId region = shard.people()[schema_.person.region][row];
    if (may_learn(here.step, shard, row) &&
        falls_to(here.step, shard.people()[schema_.person.key][row],
                 {"courses", reached_, here.step.levers(levers_.coverage, region.value())})) {
        begin(here, shard, row, record);
    }
}

/// Labour has the address of the grant. Another agency in the contour knows where he lives, works
/// or has a child at school now.
void Integration::reach_out(const ShardContext& here, Shard& shard, std::size_t row,
                            std::size_t record) const
{
    const double outreach = here.step.levers(registers_->levers.outreach);
    if (outreach == 0.0 || shard.side(records_.table)[records_.course_start][record] != no_month ||
        !may_learn(here.step, shard, row)) {
        return;
    }
    const PersonKey key = shard.people()[schema_.person.key][row];
    const ResidentViews& views = registers_->residents;
    const auto view = views.find(shard, key);
    const auto others = static_cast<AgencySet>(~bit(Agency::labour));
    if (!view || (shard.side(views.table)[views.columns.linked][*view] & others) == 0) {
        return;
    }
    const Threshold chance{MonthlyProbability(outreach)};
    const std::uint64_t word =
        here.step.random(asked_anew_).word(key.value(), draw_index(here.step.now));
    here.step.life.chance(key, "found_again", chance, word);
    if (chance.hit(word)) {
        here.counts.add(found_, shard.people()[schema_.person.region][row].value());
        begin(here, shard, row, record);
    }
}

void Integration::begin(const ShardContext& here, Shard& shard, std::size_t row,
                        std::size_t record) const
{
    SideTable& own = shard.side(records_.table);
    const RegionId region = shard.people()[schema_.person.region][row];
    own[records_.course_start][record] = stamp(here.step.now);
    own[records_.hours_due][record] =
        static_cast<std::uint16_t>(here.step.levers(levers_.hours) + 0.5);
    here.counts.add(served_, region.value());
    if (falls_to(here.step, shard.people()[schema_.person.key][row],
                 {"personal_plan", plan_, here.step.levers(levers_.personal_plan)})) {
        own[records_.marks][record] |= KandasRecords::with_plan;
        here.counts.add(plans_, region.value());
        const int year = here.step.now.year();
        budget_.book(here.counts, Programme::integration_services, BudgetSide::spending,
                     budget_.from_mci(here.step.levers(levers_.cost_plan), year), year);
    }
}

void Integration::teach(const ShardContext& here, Shard& shard, std::size_t row,
                        std::size_t record) const
{
    SideTable& own = shard.side(records_.table);
    std::uint16_t& due = own[records_.hours_due][record];
    const std::int64_t taken = std::min<std::int64_t>(due, params_.pace);
    if (taken == 0) {
        return;
    }
    due = static_cast<std::uint16_t>(due - taken);
    std::uint16_t& hours = own[records_.hours][record];
    hours = static_cast<std::uint16_t>(hours + taken);
    here.counts.add(hours_, shard.people()[schema_.person.region][row].value(), taken);
    const double cost = here.step.levers(levers_.cost_hour) * static_cast<double>(taken);
    budget_.book(here.counts, Programme::integration_services, BudgetSide::spending,
                 budget_.from_mci(cost, here.step.now.year()), here.step.now.year());
}

void Integration::follow(const ShardContext& here, Shard& shard, std::size_t row,
                         std::size_t record) const
{
    SideTable& own = shard.side(records_.table);
    const RegionId first = own[records_.region][record];
    const RegionId now = shard.people()[schema_.person.region][row];
    std::uint8_t& marks = own[records_.marks][record];
    if (now == first || (marks & KandasRecords::has_left) != 0) {
        return;
    }
    marks |= KandasRecords::has_left;
    here.counts.add(onward_, first.value() * 2 + (effects_->is_large_city(now) ? 1U : 0U));
    if (track_of(marks) == KandasTrack::quota &&
        here.step.now - month_of(own[records_.granted][record]) <
            here.step.levers(contracts_.support().levers().contract_months)) {
        here.counts.add(broken_, first.value());
    }
}

}  // namespace qonys::models::kz_migration
