#include "processes/unions.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "qonys/core/grouped.hpp"
#include "qonys/random/distribution/normal.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Classes of the clock's rates.
enum class Class : std::uint8_t { man, woman, wife };
constexpr std::size_t num_classes = 3;

/// Rates depend on the scenario's tables alone and never change: the bound is the rate, and a hair.
constexpr double head_room = 1.0 + 1e-9;
constexpr int oldest_seeker = 69;

TallyId count_of(Registry& registry, const Axis& region, const std::string& name,
                 const std::string& description)
{
    return registry.add_tally(
        {.name = name, .description = description, .unit = "couples", .axes = {region}});
}

}  // namespace

Unions::Params Unions::Params::read(Reader& in, const Axes& axes)
{
    Reader section = in.section("demography").section("unions");
    Params params;
    params.region = axes.region;
    params.facts.partnered = section.table<double, AgeGroupId>(
        "partnered", {axes.age_group}, Bounds::within(0.0, 1.0),
        {"share", "women who live with a partner, to be kept by formation"});
    params.facts.divorce = section.annual_rate(
        "divorce_rate", {"1/year", "couples that part, wife at the first age or younger"});
    params.facts.divorce_ages = {
        static_cast<int>(section.integer("divorce_full_until", Bounds::within(15, 99),
                                         {"years", "age of the wife up to which it holds"})),
        static_cast<int>(section.integer("divorce_none_from", Bounds::within(16, 100),
                                         {"years", "age of the wife at which it has fallen to 0"}))};
    params.facts.first_age = static_cast<int>(
        section.integer("first_age", Bounds::within(16, 30), {"years", "no union before"}));
    params.facts.last_age = static_cast<int>(section.integer(
        "last_age", Bounds::within(30, 99), {"years", "no woman enters a union after"}));
    params.gap_mean = section.number("gap_mean", Bounds::within(-20.0, 20.0),
                                     {"years", "age of man minus woman in couples, mean"});
    params.gap_sd = section.number("gap_sd", Bounds::within(0.0, 20.0),
                                   {"years", "age of man minus woman in couples, spread"});
    params.men_looking = section.annual_rate(
        "men_looking", {"1/year", "men without a partner who can be met"});
    params.with_his_family =
        section.share("with_his_family", {"share", "couples who move in with his family"});
    return params;
}

Unions::Unions(Registry& registry, const Columns& columns, const ResidenceClaims& claims,
               Params params)
    : schema_(registry.schema()),
      columns_(columns),
      claims_(claims),
      params_(std::move(params)),
      rates_(derive_union_rates(params_.facts)),
      clock_(registry, "unions", {num_sexes, num_classes, 1},
             [this](std::size_t sex, int age) {
                 const auto at = static_cast<std::size_t>(age);
                 const double rate =
                     static_cast<Sex>(sex) == Sex::male
                         ? (age >= adult_age && age <= oldest_seeker ? params_.men_looking.value()
                                                                     : 0.0)
                         : std::max(rates_.formation[at], rates_.dissolution[at]).value();
                 return AnnualRate(head_room * rate);
             }),
      ring_place_(registry.add_draw("unions", "ring_place")),
      gap_(registry.add_draw("unions", "gap")),
      family_(registry.add_draw("unions", "family")),
      with_his_family_(MonthlyProbability(params_.with_his_family.value())),
      formed_(count_of(registry, params_.region, "unions_formed",
                       "couples that begin, by registered region of the woman")),
      dissolved_(count_of(registry, params_.region, "unions_dissolved",
                          "couples that part, by registered region of the woman"))
{
    clock_.look_at(schema_.person.gone, schema_.person.sex, columns_.partner, columns_.stay);
}

ProcessInfo Unions::info() const
{
    return {.name = "unions",
            .description = "couples begin, in a marriage market by region, kin and age, and part",
            .stage = Stage::unions,
            .reads = {"key", "birth_month", "sex", "gone", "region", "registered_region", "kin",
                      "stay", "children_ever_born"},
            .writes = {"partner", "household", "next_member", "area", "residence_changed",
                       clock_.column_name()},
            .draws = {"candidate", "excess", "ring_place", "gap", "family"}};
}

void Unions::start(const StepContext& step, World& world)
{
    clock_.start(step, world, [&](const Rows& people, std::size_t row) {
        return static_cast<std::size_t>(people[schema_.person.sex][row]);
    });
}

void Unions::prepare(const StepContext& /*step*/, const World& world)
{
    clock_.set_rates(
        ThinnedClock::forever,
        {[&](std::size_t cls, std::size_t, int age) {
             const auto at = static_cast<std::size_t>(age);
             switch (static_cast<Class>(cls)) {
                 case Class::woman:
                     return rates_.formation[at];
                 case Class::wife:
                     return rates_.dissolution[at];
                 default:
                     return age >= adult_age && age <= oldest_seeker ? params_.men_looking
                                                                     : AnnualRate(0.0);
             }
         },
         [](std::size_t cls) {
             return static_cast<std::size_t>(static_cast<Class>(cls) == Class::man ? Sex::male
                                                                                   : Sex::female);
         }});
    proposals_.resize(world);
    clocks_.resize(world);
}

Unions::Rung Unions::rung(const ShardContext& here, const Shard& shard)
{
    const Rows& people = shard.people();
    const auto gone = people[schema_.person.gone];
    const auto sex = people[schema_.person.sex];
    const auto partner = people[columns_.partner];
    const auto stay = people[columns_.stay];
    const auto key = people[schema_.person.key];
    std::vector<std::uint32_t> rows;
    clock_.ring(
        here.step, people,
        [&](std::size_t row) -> std::optional<ThinnedClock::Standing> {
            const bool is_man = sex[row] == Sex::male;
            if (gone[row] != Gone::no || (is_man && partner[row].valid())) {
                return std::nullopt;
            }
            // Who is abroad cannot be met.
            if (!partner[row].valid() && stay[row] != at_home) {
                return std::nullopt;
            }
            const Class cls = is_man                 ? Class::man
                              : partner[row].valid() ? Class::wife
                                                     : Class::woman;
            return ThinnedClock::Standing{static_cast<std::uint8_t>(sex[row]),
                                          static_cast<std::uint8_t>(cls), 0};
        },
        clocks_[here.shard], rows);
    Rung result;
    for (const std::uint32_t row : rows) {
        const HouseholdId household = household_of(shard, row);
        if (claims_.is_free(shard, household, here.step.now)) {
            (partner[row].valid() ? result.parting : result.looking)
                .push_back({row, household, key[row].value()});
        }
    }
    return result;
}

void Unions::propose(const ShardContext& here, const Shard& shard)
{
    Rung found = rung(here, shard);
    Proposals& mine = proposals_[here.shard];
    keep_one_of_each_household(found.parting);
    keep_one_of_each_household(found.looking);
    mine.parting = std::move(found.parting);
    mine.seekers.clear();
    auto parting = mine.parting.begin();
    for (const Leaver& leaver : found.looking) {
        while (parting != mine.parting.end() && parting->household < leaver.household) {
            ++parting;
        }
        // One change of residence per household: who parts goes first.
        if (parting == mine.parting.end() || parting->household != leaver.household) {
            mine.seekers.push_back(describe(here, shard, leaver));
        }
    }
}

Seeker Unions::describe(const ShardContext& here, const Shard& shard, const Leaver& leaver) const
{
    const Rows& people = shard.people();
    const std::size_t row = leaver.row;
    const Month now = here.step.now;
    const Sex sex = people[schema_.person.sex][row];
    double age = age_in_years(people[schema_.person.birth_month][row], now);
    if (sex == Sex::male) {
        const double z =
            standard_normal(here.step.random(gap_).word(leaver.key, draw_index(now)));
        age = std::round(age - params_.gap_mean - params_.gap_sd * z);
    }
    const double first = params_.facts.first_age;
    const Home home = home_of(shard, schema_, leaver.household, now);
    return {.key = leaver.key,
            .household = shard.households()[schema_.household.key][leaver.household.value()].value(),
            .position = here.step.random(ring_place_).word(leaver.key, draw_index(now)),
            .row = leaver.row,
            .shard = shard.id(),
            .region = people[schema_.person.region][row],
            .kin = people[columns_.kin][row],
            .sex = sex,
            .womans_age = static_cast<std::uint8_t>(
                std::clamp(age, first, static_cast<double>(oldest_seeker))),
            .only_adult = home.adults == 1};
}

void Unions::allocate(const StepContext& step, const World& /*world*/)
{
    std::vector<Seeker> mine;
    for (const Proposals& proposals : proposals_) {
        mine.insert(mine.end(), proposals.seekers.begin(), proposals.seekers.end());
    }
    const std::vector<Seeker> all = step.ranks.all_gather(std::span<const Seeker>(mine));
    couples_ = make_couples(step.threads, all, params_.region.size());
    if (step.life) {
        tell_matches(step);
    }
    const AddressedDraw draw = step.random(family_);
    for (Couple& couple : couples_) {
        const std::uint64_t word = draw.word(couple.woman.key, draw_index(step.now));
        couple.home =
            home_of_couple(couple.woman, couple.man, step.now, with_his_family_.hit(word));
    }
}

/// Who of this rank's seekers has found somebody.
void Unions::tell_matches(const StepContext& step)
{
    std::unordered_map<std::uint64_t, std::uint64_t> match;
    for (const Couple& couple : couples_) {
        match.emplace(couple.woman.key, couple.man.key);
        match.emplace(couple.man.key, couple.woman.key);
    }
    for (const Proposals& proposals : proposals_) {
        for (const Seeker& seeker : proposals.seekers) {
            const auto found = match.find(seeker.key);
            const bool is_won = found != match.end();
            step.life.claim(PersonKey(seeker.key), "partner", is_won ? Outcome::won : Outcome::lost,
                            is_won ? key_text(found->second) : std::string());
        }
    }
}

void Unions::commit(const ShardContext& here, Shard& shard)
{
    Rows& people = shard.people();
    const auto sex = people[schema_.person.sex];
    const auto bound_of = [&](std::size_t row) { return static_cast<std::size_t>(sex[row]); };
    clock_.wind_rung(here.step, people, bound_of, clocks_[here.shard]);
}

void Unions::conclude(const StepContext& step, World& world, Tallies& counts)
{
    const std::vector<std::vector<Seat>> seats = seats_by_shard(world);
    std::vector<std::vector<Relocation>> leaving(world.shards().size());
    Tallies none = counts;
    none.clear();
    std::vector<Tallies> of_worker(static_cast<std::size_t>(step.threads.count()), none);
    step.threads.for_each(leaving.size(), [&](std::size_t place, std::size_t worker) {
        part(step, world, place, of_worker[worker], leaving[place]);
        join(step, world, place, seats[place], of_worker[worker], leaving[place]);
    });
    for (const Tallies& worker : of_worker) {
        counts.add(worker);
    }
    std::vector<Relocation> relocations;
    for (const std::vector<Relocation>& shard : leaving) {
        relocations.insert(relocations.end(), shard.begin(), shard.end());
    }
    const std::vector<Arrival> arrivals = relocate(world, step.ranks, step.threads, relocations);
    for (const Arrival& arrival : arrivals) {
        settle(world, columns_, arrival);
        if (arrival.founded) {
            static_cast<void>(claims_.claim(ResidenceChange::union_, world.shards()[arrival.shard],
                                            arrival.household, step.now, counts));
        }
    }
    tie(step, world, arrivals);
}

void Unions::part(const StepContext& step, World& world, std::size_t place, Tallies& counts,
                  std::vector<Relocation>& relocations) const
{
    Shard& shard = world.shards()[place];
    const auto partner = shard.people()[columns_.partner];
    for (const Leaver& woman : proposals_[place].parting) {
        const PersonId man = partner[woman.row];
        partner[woman.row] = PersonId::invalid();
        const bool tied = partner[man.value()] == PersonId(woman.row);
        if (!tied || household_of(shard, man.value()) != woman.household) {
            continue;  // he had left already
        }
        partner[man.value()] = PersonId::invalid();
        counts.add(dissolved_, shard.people()[columns_.registered_region][woman.row].value());
        static_cast<void>(claims_.claim(ResidenceChange::union_, shard, woman.household, step.now,
                                        counts));
        const PersonKey key = shard.people()[schema_.person.key][man.value()];
        relocations.push_back({place, man, lineage::founded(key, step.now),
                               shard.people()[schema_.person.region][man.value()]});
    }
}

std::optional<std::size_t> Unions::place_of(const World& world, ShardId shard)
{
    const std::size_t number = shard.value();
    if (number < world.first_shard() || number >= world.first_shard() + world.shards().size()) {
        return std::nullopt;
    }
    return number - world.first_shard();
}

std::vector<std::vector<Unions::Seat>> Unions::seats_by_shard(const World& world) const
{
    std::vector<std::vector<Seat>> seats(world.shards().size());
    for (const Couple& couple : couples_) {
        for (const Seeker* seeker : {&couple.woman, &couple.man}) {
            const std::optional<std::size_t> place = place_of(world, seeker->shard);
            if (place) {
                seats[*place].push_back({&couple, seeker});
            }
        }
    }
    return seats;
}

void Unions::join(const StepContext& step, World& world, std::size_t place,
                  const std::vector<Seat>& seats, Tallies& counts,
                  std::vector<Relocation>& relocations) const
{
    Shard& shard = world.shards()[place];
    for (const auto& [couple, seeker] : seats) {
        static_cast<void>(claims_.claim(ResidenceChange::union_, shard,
                                        household_of(shard, seeker->row), step.now, counts));
        if (seeker->sex == Sex::female) {
            counts.add(formed_, shard.people()[columns_.registered_region][seeker->row].value());
        }
        if (couple->moves(*seeker)) {
            for (const PersonId member :
                 party_of(shard, schema_, columns_, PersonId(seeker->row), step.now)) {
                relocations.push_back({place, member, couple->home, seeker->region});
            }
        }
    }
}

void Unions::tie(const StepContext& step, World& world, const std::vector<Arrival>& arrivals) const
{
    const std::size_t num_shards = world.shards().size();
    const Grouped<Arrival> come(std::span(&arrivals, 1), num_shards,
                                [](const Arrival& one) { return one.shard; });
    std::vector<const Couple*> here;
    for (const Couple& couple : couples_) {
        if (place_of(world, shard_of(couple.home))) {
            here.push_back(&couple);
        }
    }
    const Grouped<const Couple*> couples(
        std::span(&here, 1), num_shards,
        [&](const Couple* couple) { return *place_of(world, shard_of(couple->home)); });
    step.threads.for_each(num_shards, [&](std::size_t place, std::size_t /*worker*/) {
        tie_in(world.shards()[place], come[place], couples[place]);
    });
}

void Unions::tie_in(Shard& shard, std::span<const Arrival> arrivals,
                    std::span<const Couple* const> couples) const
{
    const auto key = shard.people()[schema_.person.key];
    const auto partner = shard.people()[columns_.partner];
    for (const Couple* couple : couples) {
        const auto row_of = [&](const Seeker& seeker) {
            if (!couple->moves(seeker)) {
                return PersonId(seeker.row);
            }
            // A few come to a shard in a month: looking through them all is quick.
            const auto come = std::find_if(
                arrivals.begin(), arrivals.end(),
                [&](const Arrival& one) { return key[one.person.value()].value() == seeker.key; });
            QONYS_ASSERT(come != arrivals.end());
            return come->person;
        };
        const PersonId woman = row_of(couple->woman);
        const PersonId man = row_of(couple->man);
        partner[woman.value()] = man;
        partner[man.value()] = woman;
    }
}

}  // namespace qonys::models::kz_migration
