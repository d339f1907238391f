#include "processes/lone_moves.hpp"

#include "processes/home.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr auto only_bound = [](std::size_t /*row*/) { return std::size_t{0}; };

}  // namespace

LoneMoves::LoneMoves(Registry& registry, const MovementSetup& setup)
    : schema_(registry.schema()),
      setup_(setup),
      registrar_(setup),
      clock_(registry, "lone_moves", {1, 1, setup.destination.num_regions()},
             [&](std::size_t, int age) { return setup.mobility.lone_bound(age); }),
      destination_(registry.add_draw("lone_moves", "destination")),
      area_(registry.add_draw("lone_moves", "area"))
{
    clock_.look_at(schema_.person.region);
}

ProcessInfo LoneMoves::info() const
{
    return {.name = "lone_moves",
            .description = "young adults leave alone for another region",
            .stage = Stage::moves,
            .order = 1,
            .reads = {"birth_month", "kin", "partner", "children_ever_born", "gone", "stay"},
            .writes = {"region", "registered_region", "area", "household", "residence_changed",
                       clock_.column_name()},
            .levers = Destination::Levers::names(),
            .draws = {"candidate", "excess", "destination", "area"}};
}

void LoneMoves::start(const StepContext& step, World& world)
{
    clock_.start(step, world, [](const Rows&, std::size_t) { return std::size_t{0}; });
}

void LoneMoves::prepare(const StepContext& step, const World& world)
{
    leavers_.resize(world);
    setup_.mobility.prepare(step.start, step.now.year(), step.random);
    setup_.destination.prepare(step.now.year(), step.levers, step.random);
    const auto rate = [&](std::size_t /*cls*/, std::size_t region, int age) {
        const RegionId origin(static_cast<RegionId::rep>(region));
        return setup_.mobility.lone_rate(origin, age, step.now.month_of_year());
    };
    clock_.set_rates(step.now.index(), {rate, only_bound});
}

bool LoneMoves::may_leave(const Shard& shard, std::size_t row, Month now) const
{
    const Rows& people = shard.people();
    if (people[schema_.person.gone][row] != Gone::no ||
        people[setup_.columns.partner][row].valid() ||
        people[setup_.columns.stay][row] != at_home ||
        people[setup_.columns.children_ever_born][row] > 0 ||
        people[schema_.person.region][row] != people[setup_.columns.registered_region][row]) {
        return false;
    }
    const HouseholdId home = people[schema_.person.household][row];
    if (shard.households()[schema_.household.size][home.value()] < 2) {
        return false;  // alone already: moves as a household
    }
    const Home left = home_of(shard, schema_, home, now);
    const bool is_adult = age_in_years(people[schema_.person.birth_month][row], now) >= adult_age;
    return left.adults - (is_adult ? 1 : 0) > 0;
}

void LoneMoves::commit(const ShardContext& here, Shard& shard)
{
    const StepContext& step = here.step;
    leavers_[here.shard].clear();
    Rows& people = shard.people();
    std::vector<std::uint32_t> rows;
    const auto region = people[schema_.person.region];
    const auto standing = [&](std::size_t row) -> std::optional<ThinnedClock::Standing> {
        return ThinnedClock::Standing{0, 0, region[row].value()};
    };
    clock_.ring_and_wind(step, people, only_bound, standing, rows);
    // Few ring in earnest: only of them it is asked whether they may.
    for (const std::uint32_t row : rows) {
        const HouseholdId home = people[schema_.person.household][row];
        if (may_leave(shard, row, step.now) && !stays(here, shard, row) &&
            setup_.claims.claim(ResidenceChange::ordinary_move, shard, home, step.now,
                                here.counts)) {
            leave(here, shard, row);
        }
    }
}

bool LoneMoves::stays(const ShardContext& here, const Shard& shard, std::size_t row) const
{
    if (setup_.integration == nullptr) {
        return false;
    }
    const Rows& people = shard.people();
    const std::uint64_t key = people[schema_.person.key][row].value();
    const RegionId to = setup_.destination.region(people[schema_.person.region][row],
                                                  people[setup_.columns.kin][row],
                                                  here.step.random(destination_), key,
                                                  here.step.now);
    return setup_.integration->keeps_alone(here, shard, row, {to, key});
}

void LoneMoves::leave(const ShardContext& here, Shard& shard, std::size_t row)
{
    const StepContext& step = here.step;
    Rows& people = shard.people();
    const PersonKey key = people[schema_.person.key][row];
    const RegionId from = people[schema_.person.region][row];
    const RegionId to =
        setup_.destination.region(from, people[setup_.columns.kin][row], step.random(destination_),
                                  key.value(), step.now);
    step.life.choice(key,
                     setup_.destination.race(from, people[setup_.columns.kin][row], to));
    const HouseholdKey home = lineage::founded(key, step.now);
    // The columns travel along; the region follows from the household that is founded.
    people[setup_.columns.area][row] =
        setup_.destination.area(to, step.random(area_).word(key.value(), draw_index(step.now)));
    here.counts.add(setup_.flows.actual_moves,
                    flow_cell(from, to.value(), setup_.destination.num_regions()));
    if (registrar_.at_once(step, home)) {
        registrar_.enter(people, row, to, here.counts);
    }
    leavers_[here.shard].push_back(
        {here.shard, PersonId(static_cast<PersonId::rep>(row)), home, to});
}

void LoneMoves::conclude(const StepContext& step, World& world, Tallies& /*counts*/)
{
    std::vector<Relocation> all;
    for (const std::vector<Relocation>& some : leavers_) {
        all.insert(all.end(), some.begin(), some.end());
    }
    for (const Arrival& arrival : relocate(world, step.ranks, step.threads, all)) {
        Shard& shard = world.shards()[arrival.shard];
        shard.households()[setup_.columns.household_area][arrival.household.value()] =
            shard.people()[setup_.columns.area][arrival.person.value()];
    }
}

}  // namespace qonys::models::kz_migration
