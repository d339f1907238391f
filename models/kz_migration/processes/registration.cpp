#include "processes/registration.hpp"

#include <algorithm>

#include "processes/home.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/world/households.hpp"
#include "qonys/world/row_scan.hpp"
#include "synthesis/asking.hpp"

namespace qonys::models::kz_migration {

Registrar::Registrar(const MovementSetup& setup)
    : registered_(setup.columns.registered_region),
      moves_(setup.flows.registered_moves),
      num_regions_(setup.destination.num_regions()),
      at_once_(setup.at_once),
      share_(setup.at_once_share)
{
}

bool Registrar::at_once(const StepContext& step, HouseholdKey household) const
{
    const std::uint64_t word =
        step.random(at_once_).word(household.value(), draw_index(step.now));
    step.life.chance(household, "registers_at_once", share_, word);
    return share_.hit(word);
}

void Registrar::enter(Rows& people, std::size_t row, RegionId region, Tallies& counts) const
{
    const auto registered = people[registered_];
    if (registered[row] != region) {
        counts.add(moves_, flow_cell(registered[row], region.value(), num_regions_));
        registered[row] = region;
    }
}

Registration::Registration(Registry& registry, const MovementSetup& setup, double old_probability)
    : schema_(registry.schema()),
      setup_(setup),
      registrar_(setup),
      old_(MonthlyProbability(old_probability)),
      late_draw_(registry.add_draw("registration", "late")),
      backlog_draw_(registry.add_draw("registration", "backlog")),
      place_draw_(registry.add_draw("registration", "place"))
{
    if (setup.registers) {
        detection_.emplace(registry, setup);
        late_registrations_ = registry.add_tally(
            {.name = "late_registrations",
             .description = "people who register where they have lived unregistered",
             .unit = "persons",
             .axes = {Axis("detected", {"no", "yes"}), setup.registers->axes.region}});
    }
}

ProcessInfo Registration::info() const
{
    std::vector<std::string> draws{"late", "backlog", "place"};
    std::vector<std::string> levers;
    if (detection_) {
        const std::vector<std::string> more = ResidenceDetection::draws();
        draws.insert(draws.end(), more.begin(), more.end());
        levers = ResidenceDetection::levers();
    }
    return {.name = "registration",
            .description = "late registration of moves between regions",
            .stage = Stage::registers,
            .reads = {"region", "gone", "household", "birth_month", "long_unregistered"},
            .writes = {"registered_region", "long_unregistered"},
            .levers = levers,
            .draws = draws};
}

void Registration::start(const StepContext& step, World& world)
{
    prepare(step, world);
    const BacklogChances chances = backlog_chances(world.regions().size());
    step.threads.for_each(world.shards().size(), [&](std::size_t place, std::size_t /*worker*/) {
        Shard& shard = world.shards()[place];
        const auto unregistered = shard.people()[setup_.long_unregistered];
        std::vector<std::uint32_t> rows;
        append_rows_that_differ<RegionId>(shard.people()[schema_.person.region],
                                          shard.people()[setup_.columns.registered_region], rows);
        for (const std::uint32_t row : rows) {
            unregistered[row] = MovementSetup::since_before;
        }
        make_backlog(step, shard, chances);
    });
}

Registration::BacklogChances Registration::backlog_chances(std::size_t num_regions) const
{
    const double years = setup_.mobility.backlog_years();
    BacklogChances chances(num_regions);
    for (std::size_t region = 0; region < num_regions; ++region) {
        for (std::size_t age = 0; age < num_ages; ++age) {
            const double share =
                years * setup_.mobility.backlog_rate(
                            RegionId(static_cast<RegionId::rep>(region)), static_cast<int>(age));
            chances[region][age] = Threshold(MonthlyProbability(std::min(1.0, share)));
        }
    }
    return chances;
}

void Registration::make_backlog(const StepContext& step, Shard& shard,
                                const BacklogChances& chances) const
{
    const Rows& households = shard.households();
    const auto key = households[schema_.household.key];
    const AddressedDraw chance = step.random(backlog_draw_);
    const Reference reference(shard, schema_, setup_.columns);
    for (std::size_t row = 0; row < households.size(); ++row) {
        const HouseholdId home(static_cast<HouseholdId::rep>(row));
        const std::optional<Reference::Adult> adult = reference.of(home, step.now);
        if (!adult) {
            continue;
        }
        // Families alone: who left alone in that time founded a household before the start.
        const auto age = static_cast<std::size_t>(adult->age);
        if (chances[adult->region.value()][age].hit(chance.word(key[row].value(), 0))) {
            settle(step, shard, home, *adult);
        }
    }
}

void Registration::settle(const StepContext& step, Shard& shard, HouseholdId home,
                          const Reference::Adult& adult) const
{
    const HouseholdKey key = shard.households()[schema_.household.key][home.value()];
    const AddressedDraw place = step.random(place_draw_);
    const RegionId region =
        setup_.destination.region(adult.region, adult.kin, place, key.value(), step.now - 1);
    const Area area = setup_.destination.area(
        region, step.random(backlog_draw_).word(key.value(), 1));
    shard.households()[schema_.household.region][home.value()] = region;
    shard.households()[setup_.columns.household_area][home.value()] = area;
    for_each_member(shard, schema_, home, [&](std::size_t row) {
        shard.people()[schema_.person.region][row] = region;
        shard.people()[setup_.columns.area][row] = area;
    });
}

void Registration::prepare(const StepContext& step, const World& /*world*/)
{
    setup_.mobility.prepare(step.start, step.now.year(), step.random);
    setup_.destination.prepare(step.now.year(), step.levers, step.random);
    late_ = Threshold(MonthlyProbability(setup_.mobility.late_hazard()));
    if (detection_) {
        detection_->prepare(step);
    }
}

/// Minors are as their family is: those born since the start to parents registered elsewhere.
bool Registration::is_long_unregistered(const Shard& shard, std::size_t row, Month now) const
{
    const Rows& people = shard.people();
    const auto is_long = [&](std::size_t who) {
        return (people[setup_.long_unregistered][who] & MovementSetup::since_before) != 0;
    };
    if (is_long(row) || age_in_years(people[schema_.person.birth_month][row], now) >= adult_age) {
        return is_long(row);
    }
    const HouseholdId home = people[schema_.person.household][row];
    bool any = false;
    for_each_member(shard, schema_, home,
                    [&](std::size_t member) { any = any || is_long(member); });
    return any;
}

/// Who lives elsewhere than he is registered; of those known to be long unregistered, and not
/// detected, only `with_old`. There are many of these: one column after the other, without a branch
/// for each.
std::vector<std::uint32_t> Registration::unregistered(const Shard& shard, bool with_old) const
{
    const Rows& people = shard.people();
    const auto gone = people[schema_.person.gone];
    const auto is_long = people[setup_.long_unregistered];
    std::vector<std::uint32_t> rows;
    append_rows_that_differ<RegionId>(people[schema_.person.region],
                                      people[setup_.columns.registered_region], rows);
    std::size_t count = 0;
    for (const std::uint32_t row : rows) {
        rows[count] = row;
        count +=
            (with_old | (is_long[row] != MovementSetup::since_before)) & (gone[row] == Gone::no)
                ? 1
                : 0;
    }
    rows.resize(count);
    return rows;
}

void Registration::commit(const ShardContext& here, Shard& shard)
{
    // Those long unregistered are asked once a year, each shard in a month of its own.
    const bool old_month = is_asked(shard.id(), here.step.now);
    const Rows& people = shard.people();
    const auto home = people[schema_.person.household];
    const auto key = shard.households()[schema_.household.key];
    const auto marks = people[setup_.long_unregistered];
    const AddressedDraw draw = here.step.random(late_draw_);
    for (const std::uint32_t row : unregistered(shard, old_month)) {
        const bool is_old = is_long_unregistered(shard, row, here.step.now);
        if (detection_ && (!is_old || old_month)) {
            detection_->look_at(here, shard, row, is_old);
        }
        const bool is_told = (marks[row] & MovementSetup::detected) != 0;
        if (is_old && !old_month && !is_told) {
            continue;
        }
        Threshold hazard = is_old ? (old_month ? old_ : Threshold()) : late_;
        if (is_told) {
            hazard = std::max(hazard, detection_->told());
        }
        const std::uint64_t word =
            draw.word(key[home[row].value()].value(), draw_index(here.step.now));
        here.step.life.chance(people[schema_.person.key][row], "registers", hazard, word);
        if (hazard.hit(word)) {
            register_late(here, shard, row);
        }
    }
}

void Registration::register_late(const ShardContext& here, Shard& shard, std::size_t row) const
{
    Rows& people = shard.people();
    const RegionId region = people[schema_.person.region][row];
    std::uint8_t& marks = people[setup_.long_unregistered][row];
    const bool was_told = (marks & MovementSetup::detected) != 0;
    if (late_registrations_) {
        here.counts.add(*late_registrations_,
                        (was_told ? setup_.registers->axes.region.size() : 0) + region.value());
    }
    marks &= static_cast<std::uint8_t>(~MovementSetup::detected);
    registrar_.enter(people, row, region, here.counts);
}

}  // namespace qonys::models::kz_migration
