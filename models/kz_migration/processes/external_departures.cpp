#include "processes/external_departures.hpp"

#include <algorithm>

#include "processes/clocks.hpp"
#include "processes/home.hpp"
#include "processes/kandas_tables.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/random/distribution/exponential.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {
namespace {

/// The clocks leave room for three times the rates of the tables and for three adults of the
/// highest rate who could leave a household one by one; what goes beyond the level is drawn apart.
constexpr double room = 3.0;
constexpr double adults_of_bound = 3.0;

double monthly_chance(double yearly) { return monthly(AnnualRate(yearly)).value(); }

}  // namespace

double ExternalDepartures::largest_rate() const
{
    double together = 0.0;
    double alone = 0.0;
    for (std::size_t r = 0; r < params_.together.size(); ++r) {
        const double factor = std::max(params_.kin_factor[r][0], params_.kin_factor[r][1]);
        together = std::max(together, params_.together[r] * factor);
        for (std::size_t g = 0; g < num_age_groups; ++g) {
            alone = std::max(alone,
                             factor * params_.alone(RegionId(static_cast<RegionId::rep>(r)),
                                                    AgeGroupId(static_cast<AgeGroupId::rep>(g))));
        }
    }
    return together + adults_of_bound * alone;
}

ExternalDepartures::ExternalDepartures(Registry& registry, Params params, const Outlook& outlook,
                                       const Setup& setup, const Axes& axes)
    : schema_(registry.schema()),
      params_(std::move(params)),
      outlook_(outlook),
      setup_(setup),
      num_partners_(axes.flow_partner.size()),
      due_(registry.add_household_column<MonthStamp>(
          "departure_due", "month in which leaving the country is considered", clock_unset)),
      candidate_(registry.add_draw("external_departures", "candidate")),
      excess_(registry.add_draw("external_departures", "excess")),
      partner_draw_(registry.add_draw("external_departures", "partner")),
      contract_(registry.add_draw("external_departures", "contract")),
      bound_(std::min(1.0, monthly_chance(room * largest_rate()))),
      clock_(1, 1, [&](std::size_t, int) { return MonthlyProbability(bound_); })
{
    for (int year = first_flow_year; year <= outlook_.last_known_year(); ++year) {
        std::vector<double> weights;
        for (std::size_t p = 0; p < num_partners_; ++p) {
            weights.push_back(
                params_.total(PartnerId(static_cast<PartnerId::rep>(p)),
                              YearIndex(static_cast<YearIndex::rep>(year - first_flow_year))));
        }
        partner_.emplace_back(weights);
    }
}

ProcessInfo ExternalDepartures::info() const
{
    return {.name = "external_departures",
            .description = "households and adults leave the country for good",
            .stage = Stage::demography,
            .order = 50,
            .reads = {"registered_region", "kin", "birth_month", "sex", "stay"},
            .writes = {"gone", "partner", "departure_due", "contract_month", "contract_origin",
                       "settlement", "support_owed"},
            .levers = {"resettlement.refund_share"},
            .draws = {"candidate", "excess", "partner", "contract"}};
}

void ExternalDepartures::prepare(const StepContext& step, const World&)
{
    const auto sum_of = [&](int year) {
        double sum = 0.0;
        for (std::size_t p = 0; p < num_partners_; ++p) {
            sum += params_.total(PartnerId(static_cast<PartnerId::rep>(p)),
                                 YearIndex(static_cast<YearIndex::rep>(year - first_flow_year)));
        }
        return sum;
    };
    const int year = step.now.year();
    const double total = outlook_.factor(Trend::departures, year, step.random) *
                         sum_of(outlook_.table_year(year));
    const double others =
        std::max(0.0, total - setup_.returns.persons(year, outlook_, step.random) -
                          setup_.settlers.persons(year));
    level_ = others / sum_of(params_.rate_year);
}

/// Who leaves when the household's number `u` falls so low. A household with minors leaves as a
/// whole or loses one adult; in others every adult has his own limit for the same number, so that
/// couples mostly leave together.
ExternalDepartures::Leavers ExternalDepartures::leavers(const Shard& shard, HouseholdId household,
                                                        Month now, double u, double level) const
{
    const Rows& people = shard.people();
    const auto registered = people[setup_.columns.registered_region];
    const auto kin = people[setup_.columns.kin];
    const auto birth_month = people[schema_.person.birth_month];
    const auto factor = [&](std::size_t row) {
        return level *
               params_.kin_factor[registered[row].value()][static_cast<std::size_t>(kin[row])];
    };
    const Home home = home_of(shard, schema_, household, now);
    Leavers result;
    double together = -1.0;
    double limit = 0.0;
    for_each_member(shard, schema_, household, [&](std::size_t row) {
        if (together < 0.0) {
            together = monthly_chance(params_.together[registered[row].value()] * factor(row));
            result.whole = u < together;
            result.together = together;
            limit = together;
        }
        const std::size_t age = table_age(birth_month[row], now);
        bool leaves = result.whole;
        if (!leaves && age >= static_cast<std::size_t>(adult_age)) {
            const double alone =
                monthly_chance(params_.alone(registered[row], group_of(age)) * factor(row));
            const double from = home.minors > 0 ? limit : together;
            leaves = u >= from && u < from + alone;
            limit += alone;
            result.alone.push_back({PersonId(static_cast<PersonId::rep>(row)), from, alone});
        }
        if (leaves) {
            result.people.emplace_back(static_cast<PersonId::rep>(row));
        }
    });
    result.whole =
        !result.people.empty() &&
        result.people.size() == shard.households()[schema_.household.size][household.value()];
    return result;
}

void ExternalDepartures::tell(const ShardContext& here, const Shard& shard, const Leavers& leavers,
                              const Number& number) const
{
    const HouseholdKey key =
        shard.households()[schema_.household.key][number.household.value()];
    if (shard.households()[schema_.household.size][number.household.value()] == 0) {
        return;
    }
    here.step.life.chance(key, {"leave_together", leavers.together, number.u, number.out_of,
                                number.u < leavers.together});
    for (const Leavers::Alone& one : leavers.alone) {
        // The number as seen from the beginning of his own part.
        const double drawn =
            number.u >= one.from ? number.u - one.from : number.u - one.from + number.out_of;
        here.step.life.chance(shard.people()[schema_.person.key][one.person.value()],
                              {"leaves_alone", one.chance, drawn, number.out_of,
                               drawn < one.chance});
    }
}

bool ExternalDepartures::is_kept(const ShardContext& here, const Shard& shard,
                                 HouseholdId household) const
{
    const double part = setup_.contracts.leaving(here, shard, household);
    if (part == 1.0) {
        return false;  // nothing to pay back
    }
    const HouseholdKey key = shard.households()[schema_.household.key][household.value()];
    const Threshold goes{MonthlyProbability(part)};
    const std::uint64_t word =
        here.step.random(contract_).word(key.value(), draw_index(here.step.now));
    here.step.life.chance(key, "breaks_contract", goes, word);
    return !goes.hit(word);
}

void ExternalDepartures::leave(const ShardContext& here, Shard& shard, HouseholdId household,
                               const Leavers& leavers) const
{
    if (leavers.people.empty() || (leavers.whole && is_kept(here, shard, household)) ||
        (leavers.whole && !setup_.claims.claim(ResidenceChange::emigration, shard, household,
                                               here.step.now, here.counts))) {
        return;
    }
    if (leavers.whole) {
        setup_.contracts.leave(here, shard, household);
    }
    const int year = outlook_.table_year(here.step.now.year());
    const HouseholdKey key = shard.households()[schema_.household.key][household.value()];
    const Choice& choice = partner_[static_cast<std::size_t>(year - first_flow_year)];
    const std::size_t country =
        choice(here.step.random(partner_draw_), key.value(), draw_index(here.step.now));
    here.step.life.choice(key, {"country", choice.inverse_weights(), country});
    for (const PersonId person : leavers.people) {
        const Stay stay = shard.people()[setup_.columns.stay][person.value()];
        const bool stays_on = !leavers.whole && stay != at_home;
        setup_.books.leave(here, shard, person, stays_on ? setup_.books.partner_of(stay) : country);
    }
}

void ExternalDepartures::commit(const ShardContext& here, Shard& shard)
{
    const Month now = here.step.now;
    std::vector<std::uint32_t> homes;
    collect_due(shard.households()[due_], Month::from_index(clock_unset), homes);
    wind(here, shard, homes, now - 1);  // they can ring at once
    collect_due(shard.households()[due_], now, homes);
    decide(here, shard, homes);
    if (level_ > room) {
        draw_excess(here, shard);
    }
    wind(here, shard, homes, now);
}

void ExternalDepartures::decide(const ShardContext& here, Shard& shard,
                                std::span<const std::uint32_t> homes) const
{
    const AddressedDraw draw = here.step.random(candidate_);
    const auto keys = shard.households()[schema_.household.key];
    const double level = std::min(level_, room);
    for (const std::uint32_t home : homes) {
        const double u =
            bound_ * uniform_unit(draw.word(keys[home].value(), draw_index(here.step.now)));
        const HouseholdId household(home);
        const Leavers who = leavers(shard, household, here.step.now, u, level);
        if (here.step.life) {
            tell(here, shard, who, {household, u, bound_});
        }
        leave(here, shard, household, who);
    }
}

void ExternalDepartures::draw_excess(const ShardContext& here, Shard& shard) const
{
    const AddressedDraw draw = here.step.random(excess_);
    const auto keys = shard.households()[schema_.household.key];
    const double level = level_ - room;
    const double most = monthly_chance(level * largest_rate());
    for (std::size_t home = 0; home < keys.size(); ++home) {
        const double u = uniform_unit(draw.word(keys[home].value(), draw_index(here.step.now)));
        if (u < most) {
            const HouseholdId household(static_cast<HouseholdId::rep>(home));
            const Leavers who = leavers(shard, household, here.step.now, u, level);
            if (here.step.life) {
                tell(here, shard, who, {household, u, most});
            }
            leave(here, shard, household, who);
        }
    }
}

void ExternalDepartures::wind(const ShardContext& here, Shard& shard,
                              std::span<const std::uint32_t> homes, Month as_of) const
{
    std::vector<std::uint64_t> keys;
    for (const std::uint32_t home : homes) {
        keys.push_back(shard.households()[schema_.household.key][home].value());
    }
    std::vector<std::uint64_t> first(keys.size());
    std::vector<std::uint64_t> second(keys.size());
    std::vector<double> waits(keys.size());
    here.step.random(candidate_).word_pair_of_each(keys, draw_index(as_of), first, second);
    unit_exponentials(second, waits);
    const auto due = shard.households()[due_];
    for (std::size_t i = 0; i < homes.size(); ++i) {
        // The bound is the same at all ages: nobody's birth matters.
        due[homes[i]] = clock_.next(0, stamp(here.step.start), as_of, waits[i]);
    }
}

}  // namespace qonys::models::kz_migration
