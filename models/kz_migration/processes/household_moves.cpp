#include "processes/household_moves.hpp"

#include <algorithm>

#include "processes/clocks.hpp"
#include "qonys/core/contract.hpp"
#include "qonys/parallel/worker_local.hpp"
#include "qonys/random/distribution/exponential.hpp"

namespace qonys::models::kz_migration {
namespace {

std::vector<std::uint64_t> keys_of(std::span<const HouseholdKey> keys,
                                   std::span<const std::uint32_t> rows)
{
    std::vector<std::uint64_t> values(rows.size());
    std::transform(rows.begin(), rows.end(), values.begin(),
                   [&](std::uint32_t row) { return keys[row].value(); });
    return values;
}

}  // namespace

HouseholdMoves::HouseholdMoves(Registry& registry, const MovementSetup& setup)
    : schema_(registry.schema()),
      setup_(setup),
      registrar_(setup),
      due_(registry.add_household_column<MonthStamp>(
          "household_moves_due", "next candidate for household_moves", clock_unset)),
      bound_(1, 0, [&](std::size_t, int) { return monthly(setup.mobility.family_bound()); }),
      candidate_(registry.add_draw("household_moves", "candidate")),
      destination_(registry.add_draw("household_moves", "destination")),
      area_(registry.add_draw("household_moves", "area"))
{
}

ProcessInfo HouseholdMoves::info() const
{
    ProcessInfo info{.name = "household_moves",
                     .description = "families move to another region",
                     .stage = Stage::moves,
                     .reads = {"birth_month", "kin", "next_member", "stay"},
                     .writes = {"region", "registered_region", "area", "household_moves_due",
                                "long_unregistered", "residence_changed"},
                     .levers = Destination::Levers::names(),
                     .draws = {"candidate", "destination", "area"}};
    if (setup_.contracts) {
        info.writes.insert(info.writes.end(),
                           {"contract_month", "contract_origin", "settlement", "support_owed"});
        info.levers.emplace_back("resettlement.refund_share");
    }
    return info;
}

void HouseholdMoves::prepare(const StepContext& step, const World& /*world*/)
{
    setup_.mobility.prepare(step.start, step.now.year(), step.random);
    setup_.destination.prepare(step.now.year(), step.levers, step.random);
    const std::size_t num_regions = setup_.destination.num_regions();
    rates_.resize(num_regions * num_ages);
    highest_.assign(num_regions, Threshold());
    step.threads.for_each(num_regions, [&](std::size_t region, std::size_t /*worker*/) {
        for (std::size_t age = 0; age < num_ages; ++age) {
            const Threshold rate(monthly(setup_.mobility.family_rate(
                at<RegionId>(region), static_cast<int>(age), step.now.month_of_year())));
            rates_[region * num_ages + age] = rate;
            highest_[region] = std::max(highest_[region], rate);
        }
    });
    QONYS_EXPECT(*std::max_element(rates_.begin(), rates_.end()) <= bound_.at(0, 0));
}

void HouseholdMoves::wind(const StepContext& step, Rows& households, Month as_of,
                          std::span<const std::uint32_t> rows) const
{
    const std::vector<std::uint64_t> keys = keys_of(households[schema_.household.key], rows);
    std::vector<std::uint64_t> accepted(rows.size());
    std::vector<std::uint64_t> words(rows.size());
    step.random(candidate_).word_pair_of_each(keys, draw_index(as_of), accepted, words);
    std::vector<double> waits(rows.size());
    unit_exponentials(words, waits);
    const auto due = households[due_];
    for (std::size_t i = 0; i < rows.size(); ++i) {
        due[rows[i]] = bound_.next(0, stamp(as_of), as_of, waits[i]);
    }
}

void HouseholdMoves::commit(const ShardContext& here, Shard& shard)
{
    const StepContext& step = here.step;
    Rows& households = shard.households();
    // Each worker keeps its list.
    struct Lists {
        std::vector<std::uint32_t> rows;
    };
    auto& [rows] = kept_by_worker<Lists>();
    collect_due(households[due_], month_of(clock_unset), rows);
    wind(step, households, step.now - 1, rows);
    collect_due(households[due_], step.now, rows);
    const std::vector<std::uint64_t> keys = keys_of(households[schema_.household.key], rows);
    std::vector<std::uint64_t> words(rows.size());
    step.random(candidate_).word_of_each(keys, draw_index(step.now), words);
    const Reference reference(shard, schema_, setup_.columns);
    const auto region = households[schema_.household.region];
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const HouseholdId home(rows[i]);
        // The word scaled to the bound: below the actual probability the family moves. Most need not be
        // looked at: nobody of the region moves so often.
        const std::uint64_t at = multiply_high(words[i], bound_.at(0, 0).value());
        const HouseholdKey key(keys[i]);
        if (!highest_[region[rows[i]].value()].hit(at) && !step.life.follows(key)) {
            continue;
        }
        const std::optional<Reference::Adult> adult = reference.of(home, step.now);
        if (!adult) {
            continue;
        }
        const Threshold moves = chance(here, shard, home, *adult);
        if (step.life) {
            step.life.chance(key, {"household_moves", moves.probability(), Life::unit(at),
                                   bound_.at(0, 0).probability(), moves.hit(at)});
        }
        if (moves.hit(at) && !stays(here, shard, home, *adult) &&
            setup_.claims.claim(ResidenceChange::ordinary_move, shard, home, step.now, here.counts)) {
            move(here, shard, home, *adult);
        }
    }
    wind(step, households, step.now, rows);
}

/// Rates are those of people who owe nothing: whoever would have to pay back moves less often.
Threshold HouseholdMoves::chance(const ShardContext& here, const Shard& shard, HouseholdId home,
                                 const Reference::Adult& adult) const
{
    const Threshold usual =
        rates_[adult.region.value() * num_ages + static_cast<std::size_t>(adult.age)];
    const double part = setup_.contracts ? setup_.contracts->leaving(here, shard, home) : 1.0;
    return part < 1.0 ? usual.both(Threshold(MonthlyProbability(part))) : usual;
}

bool HouseholdMoves::stays(const ShardContext& here, const Shard& shard, HouseholdId home,
                           const Reference::Adult& adult) const
{
    if (setup_.integration == nullptr) {
        return false;
    }
    const std::uint64_t key = shard.households()[schema_.household.key][home.value()].value();
    const RegionId to = setup_.destination.region(
        adult.region, adult.kin, here.step.random(destination_), key, here.step.now);
    return setup_.integration->keeps(here, shard, home, {to, key});
}

void HouseholdMoves::move(const ShardContext& here, Shard& shard, HouseholdId home,
                          const Reference::Adult& adult) const
{
    const StepContext& step = here.step;
    Rows& people = shard.people();
    Rows& households = shard.households();
    const HouseholdKey key = households[schema_.household.key][home.value()];
    const RegionId to = setup_.destination.region(adult.region, adult.kin, step.random(destination_),
                                                  key.value(), step.now);
    step.life.choice(key, setup_.destination.race(adult.region, adult.kin, to));
    const Area area =
        setup_.destination.area(to, step.random(area_).word(key.value(), draw_index(step.now)));
    const bool registers = registrar_.at_once(step, key);
    const std::size_t way = flow_cell(adult.region, to.value(), setup_.destination.num_regions());
    households[schema_.household.region][home.value()] = to;
    households[setup_.columns.household_area][home.value()] = area;
    for_each_member(shard, schema_, home, [&](std::size_t row) {
        people[schema_.person.region][row] = to;
        people[setup_.columns.area][row] = area;
        people[setup_.long_unregistered][row] = 0;
        if (registers) {
            registrar_.enter(people, row, to, here.counts);
        }
        here.counts.add(setup_.flows.actual_moves, way);
    });
    if (setup_.contracts) {
        setup_.contracts->leave(here, shard, home);
    }
}

}  // namespace qonys::models::kz_migration
