#include "processes/abroad_leaving.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

#include "labour/jobs.hpp"
#include "processes/home.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/parallel/worker_local.hpp"
#include "qonys/random/choice.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "synthesis/asking.hpp"
#include "synthesis/traits.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double ready_unit = 1 << 20;         ///< of sums over people
constexpr std::uint64_t sample_of_homes = 16;  ///< of which one is asked who is needed there

double inverse(double weight)
{
    return weight > 0.0 ? 1.0 / weight : std::numeric_limits<double>::infinity();
}

std::vector<double> every_month()
{
    return std::vector<double>(months_in_year, 1.0 / months_in_year);
}

}  // namespace

AbroadLeaving::AbroadLeaving(Registry& registry, const Shared& shared)
    : schema_(registry.schema()),
      shared_(shared),
      terms_(shared.abroad.terms),
      columns_(shared.abroad.columns),
      has_employers_(EmployerColumns::are_in(registry.schema())),
      leave_(registry.add_draw("abroad_leaving", "leave")),
      country_(registry.add_draw("abroad_leaving", "country")),
      wanted_(registry.add_draw("abroad_leaving", "wanted")),
      place_(registry.add_draw("abroad_leaving", "place")),
      ledger_(registry.add_draw("abroad_leaving", "ledger")),
      right_(registry.add_draw("abroad_leaving", "right")),
      sends_(registry.add_draw("abroad_leaving", "sends")),
      left_(registry.add_tally(
          {.name = "abroad_leavings",
           .description = "citizens who leave to work abroad, by right to work and how they went",
           .unit = "persons",
           .axes = {terms_.country, AbroadRecords::status_axis(),
                    Axis("abroad_channel", {"own", "recruited"})}})),
      recruitment_(registry.add_tally(
          {.name = "abroad_recruitment",
           .description = "requests for places of organised recruitment, and whether people who "
                          "get one would have gone without",
           .unit = "persons",
           .axes = {terms_.country, Axis("abroad_request", {"refused", "new", "gone_anyway"})}})),
      places_("abroad_places", terms_.num_countries(), shared.scale, every_month())
{
    most_ready_ = *std::max_element(terms_.readiness.begin(), terms_.readiness.end());
}

ProcessInfo AbroadLeaving::info() const
{
    return {.name = "abroad_leaving",
            .description = "citizens leave to work abroad, on their own or recruited",
            .stage = Stage::status,
            .order = 14,  // after those abroad were looked at; jobs end with the month
            .reads = {"key", "gone", "birth_month", "sex", "region", "kin", "legal_status",
                      "next_member"},
            .writes = {"stay", "activity", "abroad.country", "abroad.region", "abroad.status",
                       "abroad.left", "abroad.until", "abroad.channel", "abroad.sends"},
            .levers = {"abroad.agreement", "abroad.recruitment_places"},
            .draws = {"leave", "country", "wanted", "place", "ledger", "right", "sends"}};
}

double AbroadLeaving::readiness(const Rows& people, std::size_t row, Month now) const
{
    const double by_activity =
        terms_.readiness[static_cast<std::size_t>(people[columns_.activity][row])];
    if (by_activity == 0.0 || people[schema_.person.gone][row] != Gone::no ||
        people[columns_.stay][row] != at_home ||
        people[shared_.status.legal_status][row] != LegalStatus::citizen) {
        return 0.0;
    }
    const std::size_t age = table_age(people[schema_.person.birth_month][row], now);
    return age < first_work_age
               ? 0.0
               : by_activity * terms_.profile(group_of(age), people[schema_.person.sex][row]);
}

bool AbroadLeaving::is_needed(const Shard& shard, std::size_t row, Month now) const
{
    const Rows& people = shard.people();
    int others = 0;
    int minors = 0;
    for_each_member(shard, schema_, people[schema_.person.household][row], [&](std::size_t member) {
        if (age_in_years(people[schema_.person.birth_month][member], now) < adult_age) {
            ++minors;
        } else if (member != row && people[columns_.stay][member] == at_home) {
            ++others;
        }
    });
    return minors > 0 && others == 0;
}

/// Of a part of the people it is asked whether they are needed at home, and taken for all.
void AbroadLeaving::add_readiness(const Shard& shard, Month now,
                                  std::vector<std::int64_t>& sums) const
{
    const Rows& people = shard.people();
    for (std::size_t row = 0; row < people.size(); ++row) {
        const double ready = readiness(people, row, now);
        if (ready == 0.0) {
            continue;
        }
        std::int64_t& sum =
            sums[cell_of(people[schema_.person.region][row], people[columns_.kin][row])];
        const auto units = static_cast<std::int64_t>(ready * ready_unit + 0.5);
        sum += units;
        if (mix64(people[schema_.person.key][row].value()) % sample_of_homes == 0 &&
            is_needed(shard, row, now)) {
            sum -= units * static_cast<std::int64_t>(sample_of_homes);
        }
    }
}

void AbroadLeaving::start(const StepContext& step, World& world)
{
    const std::size_t cells = terms_.region.size() * num_kins;
    std::vector<std::vector<std::int64_t>> of_shard(world.shards().size());
    step.threads.for_each(of_shard.size(), [&](std::size_t place, std::size_t /*worker*/) {
        of_shard[place].assign(cells, 0);
        add_readiness(world.shards()[place], step.start, of_shard[place]);
    });
    ready_.assign(cells, 0);
    for (const std::vector<std::int64_t>& shard : of_shard) {
        std::transform(ready_.begin(), ready_.end(), shard.begin(), ready_.begin(), std::plus<>());
    }
    step.ranks.all_reduce_sum(ready_);
    std::transform(ready_.begin(), ready_.end(), ready_.begin(),
                   [](std::int64_t units) { return std::max<std::int64_t>(units, 0); });
    places_.begin(step.random(ledger_));
}

void AbroadLeaving::prepare(const StepContext& step, const World& world)
{
    leavers_.resize(world);
    const auto quota = step.levers.of(shared_.abroad.conditions->levers().recruitment_places);
    has_places_ = std::any_of(quota.begin(), quota.end(), [](double places) { return places > 0; });
    places_.open_month(step.now, quota);
    set_rates(step);
}

/// How much readier people of each region are to go where more of it are already; mean 1 over
/// people, so that it moves leavings between regions and not their level.
std::vector<double> AbroadLeaving::pull_of_network(std::size_t country) const
{
    const std::size_t regions = terms_.region.size();
    const std::vector<std::int64_t>& abroad = shared_.abroad.conditions->abroad();
    std::vector<double> ready(regions, 0.0);
    for (std::size_t cell = 0; cell < ready_.size(); ++cell) {
        ready[cell / num_kins] += static_cast<double>(ready_[cell]);
    }
    const double all_ready = std::accumulate(ready.begin(), ready.end(), 0.0);
    double all_abroad = 0.0;
    for (std::size_t r = 0; r < regions; ++r) {
        all_abroad += static_cast<double>(abroad[r * terms_.num_countries() + country]);
    }
    std::vector<double> pull(regions, 1.0);
    if (all_abroad == 0.0 || all_ready == 0.0) {
        return pull;
    }
    double mean = 0.0;
    for (std::size_t r = 0; r < regions; ++r) {
        const double people = ready[r] / all_ready;
        const double there =
            static_cast<double>(abroad[r * terms_.num_countries() + country]) / all_abroad;
        const double relative =
            people > 0.0 ? (there / people + terms_.network_prior) / (1.0 + terms_.network_prior)
                         : 1.0;
        pull[r] = exact::exp(terms_.network * exact::log(relative));
        mean += people * pull[r];
    }
    std::transform(pull.begin(), pull.end(), pull.begin(), [&](double p) { return p / mean; });
    return pull;
}

void AbroadLeaving::set_rates(const StepContext& step)
{
    const std::size_t countries = terms_.num_countries();
    const std::size_t cells = ready_.size();
    inverse_rates_.assign(cells * countries, std::numeric_limits<double>::infinity());
    inverse_wanted_ = inverse_rates_;
    all_rates_.assign(cells, 0.0);
    all_wanted_.assign(cells, 0.0);
    const auto places = shared_.abroad.conditions->levers().recruitment_places;
    for (std::size_t country = 0; country < countries; ++country) {
        const std::vector<double> pull = pull_of_network(country);
        const auto by_kin = [&](std::size_t cell) {
            return cell % num_kins == 0 ? 1.0 : terms_.other_kin[country];
        };
        double ready = 0.0;
        for (std::size_t cell = 0; cell < cells; ++cell) {
            ready += by_kin(cell) * static_cast<double>(ready_[cell]) / ready_unit;
        }
        if (ready == 0.0) {
            continue;
        }
        const double agreed =
            exact::exp(terms_.agreement * shared_.abroad.conditions->agreement(country));
        const double leavings = months_in_year * shared_.scale * agreed *
                                shared_.abroad.cohorts->leavings(country, step.now - step.start);
        const double asks =
            step.levers(places, country) > 0.0 ? shared_.scale * terms_.applicants : 0.0;
        for (std::size_t cell = 0; cell < cells; ++cell) {
            const std::size_t region = cell / num_kins;
            const double pushed =
                exact::exp(-terms_.earnings * exact::log(shared_.market->wage_chance[region]));
            const double usual = by_kin(cell) * pull[region] * pushed / ready;
            inverse_rates_[cell * countries + country] = inverse(usual * leavings);
            inverse_wanted_[cell * countries + country] = inverse(usual * asks);
            all_rates_[cell] += usual * leavings;
            all_wanted_[cell] += usual * asks;
        }
    }
    double most = 0.0;
    for (std::size_t cell = 0; cell < cells; ++cell) {
        most = std::max(most, all_rates_[cell] + all_wanted_[cell]);
    }
    most_ = Threshold(MonthlyProbability(std::min(1.0, most * most_ready_)));
}

void AbroadLeaving::propose(const ShardContext& here, const Shard& shard)
{
    leavers_[here.shard].clear();
    if (!is_asked(shard.id(), here.step.now)) {
        return;
    }
    const Rows& people = shard.people();
    const auto key = people[schema_.person.key];
    const auto activity = people[columns_.activity];
    // Each worker keeps its lists: memory is asked for at the first shards only.
    struct Lists {
        std::vector<std::uint32_t> rows;
        std::vector<std::uint64_t> keys;
        std::vector<std::uint64_t> words;
    };
    auto& [rows, keys, words] = kept_by_worker<Lists>();
    rows.resize(people.size());
    std::size_t count = 0;
    for (std::size_t row = 0; row < people.size(); ++row) {
        rows[count] = static_cast<std::uint32_t>(row);
        count += terms_.readiness[static_cast<std::size_t>(activity[row])] > 0.0 ? 1 : 0;
    }
    rows.resize(count);
    keys.resize(count);
    words.resize(count);
    std::transform(rows.begin(), rows.end(), keys.begin(),
                   [&](std::uint32_t row) { return key[row].value(); });
    here.step.random(leave_).word_of_each(keys, draw_index(here.step.now), words);
    for (std::size_t i = 0; i < count; ++i) {
        if (most_.hit(words[i])) {
            look_at(here, shard, rows[i], words[i]);
        }
    }
}

void AbroadLeaving::look_at(const ShardContext& here, const Shard& shard, std::size_t row,
                            std::uint64_t word)
{
    const Rows& people = shard.people();
    const double ready = readiness(people, row, here.step.now);
    if (ready == 0.0 || is_needed(shard, row, here.step.now)) {
        return;
    }
    const std::size_t cell = cell_of(people[schema_.person.region][row], people[columns_.kin][row]);
    const double u = uniform_unit(word);
    const double goes = std::min(1.0, ready * all_rates_[cell]);
    const double asks = std::min(1.0 - goes, ready * all_wanted_[cell]);
    const PersonKey key = people[schema_.person.key][row];
    const double most = most_.probability();
    here.step.life.chance(key, {"works_abroad", goes, u, most, u < goes});
    const bool on_his_own = u < goes;
    if (u >= goes + asks) {
        return;
    }
    const std::size_t countries = terms_.num_countries();
    const auto weights = std::span(on_his_own ? inverse_rates_ : inverse_wanted_)
                             .subspan(cell * countries, countries);
    const std::uint32_t month = draw_index(here.step.now);
    const std::size_t country =
        choose(here.step.random(on_his_own ? country_ : wanted_), key.value(), month, weights);
    here.step.life.choice(
        key, {on_his_own ? "country" : "wanted_country", weights, country, terms_.country.codes()});
    const bool has_places =
        here.step.levers(shared_.abroad.conditions->levers().recruitment_places, country) > 0.0;
    leavers_[here.shard].push_back(
        {static_cast<std::uint32_t>(row),
         static_cast<std::uint8_t>(country),
         !on_his_own,
         has_places,
         {static_cast<std::uint32_t>(country), 1, here.step.random(place_).word(key.value(), month),
          key.value()}});
}

void AbroadLeaving::allocate(const StepContext& step, const World& /*world*/)
{
    if (!has_places_) {
        return;
    }
    candidates_.clear();
    for (const std::vector<Leaver>& shard : leavers_) {
        for (const Leaver& leaver : shard) {
            if (leaver.asks) {
                candidates_.push_back(leaver.candidate);
            }
        }
    }
    allocation_ =
        qonys::allocate(step.ranks, candidates_, places_.slots(), places_.last_candidate());
    places_.use(allocation_.granted());
    for (const Candidate& one : candidates_) {
        step.life.claim(PersonKey(one.key), "place_abroad",
                        allocation_.wins(one) ? Outcome::won : Outcome::lost,
                        terms_.country.codes()[one.segment]);
    }
}

void AbroadLeaving::commit(const ShardContext& here, Shard& shard)
{
    enum Request : std::size_t { refused, fresh, gone_anyway };
    constexpr std::size_t num_requests = 3;
    for (const Leaver& leaver : leavers_[here.shard]) {
        const bool recruited = leaver.asks && allocation_.wins(leaver.candidate);
        if (leaver.asks) {
            const Request what = !recruited ? refused : (leaver.needs_place ? fresh : gone_anyway);
            here.counts.add(recruitment_, leaver.country * num_requests + what);
        }
        if (recruited || !leaver.needs_place) {
            leave(here, shard, leaver, recruited);
        }
    }
}

void AbroadLeaving::leave(const ShardContext& here, Shard& shard, const Leaver& leaver,
                          bool recruited) const
{
    Rows& people = shard.people();
    const PersonKey key = people[schema_.person.key][leaver.row];
    const AbroadCohorts& cohorts = *shared_.abroad.cohorts;
    AbroadStatus status = AbroadStatus::regular;
    if (!recruited) {
        const double agreed = shared_.abroad.conditions->agreement(leaver.country);
        const Threshold without(MonthlyProbability(cohorts.irregular_leaving(leaver.country) *
                                                   (1.0 - terms_.agreement_protects * agreed)));
        const std::uint64_t word =
            here.step.random(right_).word(key.value(), draw_index(here.step.now));
        here.step.life.chance(key, "leaves_without_right", without, word);
        status = without.hit(word) ? AbroadStatus::irregular : AbroadStatus::regular;
    }
    const auto channel = recruited ? AbroadChannel::recruited : AbroadChannel::own;
    people[columns_.stay][leaver.row] = static_cast<Stay>(leaver.country + 1);
    Activity& activity = people[columns_.activity][leaver.row];
    if (has_employers_ && is_in_labour_force(activity)) {
        activity = Activity::unemployed;  // what he has here ends
    }
    shared_.abroad.records.open(
        shard, key,
        {people[columns_.stay][leaver.row], people[schema_.person.region][leaver.row],
         here.step.now, status, channel,
         here.step.now + (recruited ? terms_.recruited_months : terms_.term_months),
         AbroadStay::amount(
             shared_.abroad, leaver.country,
             here.step.random(sends_).word_pair(key.value(), draw_index(here.step.now)))});
    here.counts.add(left_,
                    status_cell(people[columns_.stay][leaver.row], status) * num_abroad_channels +
                        static_cast<std::size_t>(channel));
}

void AbroadLeaving::archive(Archive& archive)
{
    archive.values("abroad_ready", ready_);
    places_.archive(archive);
}

}  // namespace qonys::models::kz_migration
