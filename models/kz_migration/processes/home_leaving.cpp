#include "processes/home_leaving.hpp"

#include <optional>

namespace qonys::models::kz_migration {
namespace {

/// Rates depend on the scenario's tables alone and never change: the bound is the rate, and a hair.
constexpr double head_room = 1.0 + 1e-9;

}  // namespace

HomeLeaving::Params HomeLeaving::Params::read(Reader& in, const Axes& axes)
{
    Reader section = in.section("demography").section("home_leaving");
    Params params;
    params.alone_weight = section.table<double, AgeGroupId>(
        "alone_weight", {axes.age_group}, Bounds::within(0.0, 1.0),
        {"relative", "inclination of an adult without a partner to live alone"});
    params.level = section.annual_rate(
        "level", {"1/year", "adults without a partner who leave, at an inclination of 1"});
    params.first_age = static_cast<int>(
        section.integer("first_age", Bounds::within(18, 60), {"years", "nobody leaves before"}));
    params.last_age = static_cast<int>(
        section.integer("last_age", Bounds::within(18, 99), {"years", "nobody leaves after"}));
    return params;
}

AnnualRate HomeLeaving::Params::at(int age) const
{
    return AnnualRate(age >= first_age && age <= last_age
                          ? level.value() * alone_weight(group_of(static_cast<std::size_t>(age)))
                          : 0.0);
}

HomeLeaving::HomeLeaving(Registry& registry, const Columns& columns, const ResidenceClaims& claims,
                         const Axes& axes, Params params)
    : schema_(registry.schema()),
      columns_(columns),
      claims_(claims),
      params_(std::move(params)),
      clock_(registry, "home_leaving", {1, 1, 1},
             [this](std::size_t, int age) {
                 return AnnualRate(head_room * params_.at(age).value());
             }),
      left_(registry.add_tally({.name = "left_home",
                                .description = "adults who left to live alone, by actual region",
                                .unit = "persons",
                                .axes = {axes.region}}))
{
    clock_.look_at(schema_.person.gone, columns_.partner, columns_.stay);
}

ProcessInfo HomeLeaving::info() const
{
    // After the moves: whoever has moved this month stays.
    return {.name = "home_leaving",
            .description = "young adults without a partner leave to live alone",
            .stage = Stage::status,
            .reads = {"key", "birth_month", "sex", "gone", "partner", "stay", "children_ever_born"},
            .writes = {"household", "next_member", "area", "residence_changed",
                       clock_.column_name()},
            .draws = {"candidate", "excess"}};
}

void HomeLeaving::start(const StepContext& step, World& world)
{
    clock_.start(step, world, [](const Rows&, std::size_t) { return std::size_t{0}; });
}

void HomeLeaving::prepare(const StepContext& /*step*/, const World& world)
{
    clock_.set_rates(ThinnedClock::forever,
                     {[&](std::size_t, std::size_t, int age) { return params_.at(age); },
                      [](std::size_t) { return std::size_t{0}; }});
    leavers_.resize(world);
    clocks_.resize(world);
}

bool HomeLeaving::may_leave(const Shard& shard, std::size_t row, Month now) const
{
    const Rows& people = shard.people();
    const Home home = home_of(shard, schema_, people[schema_.person.household][row], now);
    return home.adults > 1 && !takes_minors(home, people[schema_.person.sex][row],
                                            people[columns_.children_ever_born][row]);
}

void HomeLeaving::propose(const ShardContext& here, const Shard& shard)
{
    const Rows& people = shard.people();
    const auto gone = people[schema_.person.gone];
    const auto partner = people[columns_.partner];
    const auto stay = people[columns_.stay];
    std::vector<std::uint32_t> rows;
    clock_.ring(
        here.step, people,
        [&](std::size_t row) -> std::optional<ThinnedClock::Standing> {
            if (gone[row] != Gone::no || partner[row].valid() || stay[row] != at_home) {
                return std::nullopt;
            }
            return ThinnedClock::Standing{0, 0, 0};
        },
        clocks_[here.shard], rows);
    std::vector<Leaver>& leavers = leavers_[here.shard];
    leavers.clear();
    for (const std::uint32_t row : rows) {
        if (may_leave(shard, row, here.step.now)) {
            leavers.push_back({row, people[schema_.person.household][row],
                               people[schema_.person.key][row].value()});
        }
    }
    keep_one_of_each_household(leavers);
}

void HomeLeaving::commit(const ShardContext& here, Shard& shard)
{
    clock_.wind_rung(here.step, shard.people(), [](std::size_t) { return std::size_t{0}; },
                     clocks_[here.shard]);
    std::erase_if(leavers_[here.shard], [&](const Leaver& leaver) {
        return !claims_.claim(ResidenceChange::ordinary_move, shard, leaver.household,
                              here.step.now, here.counts);
    });
}

void HomeLeaving::conclude(const StepContext& step, World& world, Tallies& counts)
{
    std::vector<Relocation> relocations;
    for (std::size_t place = 0; place < leavers_.size(); ++place) {
        const auto region = world.shards()[place].people()[schema_.person.region];
        for (const Leaver& leaver : leavers_[place]) {
            relocations.push_back({place, PersonId(leaver.row),
                                   lineage::founded(PersonKey(leaver.key), step.now),
                                   region[leaver.row]});
            counts.add(left_, region[leaver.row].value());
        }
    }
    for (const Arrival& arrival : relocate(world, step.ranks, step.threads, relocations)) {
        settle(world, columns_, arrival);
        static_cast<void>(claims_.claim(ResidenceChange::ordinary_move,
                                        world.shards()[arrival.shard], arrival.household, step.now,
                                        counts));
    }
}

}  // namespace qonys::models::kz_migration
