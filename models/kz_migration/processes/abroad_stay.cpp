#include "processes/abroad_stay.hpp"

#include <algorithm>
#include <limits>

#include "labour/jobs.hpp"
#include "processes/status_columns.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/parallel/worker_local.hpp"
#include "qonys/random/distribution/normal.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double tenge_of_unit = 100.0;  ///< of the record's column `sends`

Threshold chance_of(double yearly) { return Threshold(monthly(AnnualRate(yearly))); }
Threshold chance_of_share(double share) { return Threshold(MonthlyProbability(share)); }

}  // namespace

AbroadStay::Books AbroadStay::Books::declare(Registry& registry, const AbroadTerms& terms)
{
    const Axis status = AbroadRecords::status_axis();
    const auto add = [&](const char* name, const char* description, std::vector<Axis> axes) {
        return registry.add_tally(
            {.name = name, .description = description, .unit = "persons", .axes = std::move(axes)});
    };
    Books books;
    books.returns = add(
        "abroad_returns", "citizens who come back from work abroad, by what ended it",
        {terms.country, status,
         Axis("abroad_return", {"own_wish", "job_lost", "contract_end", "removed", "assisted"})});
    books.deaths =
        add("abroad_deaths", "deaths of citizens who work abroad", {terms.country, status});
    books.departures =
        add("abroad_departures", "citizens who work abroad and are deregistered for good",
            {terms.country, status});
    books.changes =
        add("abroad_status_changes", "citizens abroad who lose or get the right to work",
            {terms.country, Axis("abroad_change", {"overstayed", "regularised", "helped"})});
    books.registrations = add("abroad_registrations", "citizens abroad whom the platform registers",
                              {terms.country, status});
    books.money = registry.add_tally(
        {.name = "remittances",
         .description = "money that citizens abroad send home, by region of the household",
         .unit = "KZT",
         .axes = {terms.region, terms.country}});
    return books;
}

AbroadStay::AbroadStay(Registry& registry, const Shared& shared)
    : schema_(registry.schema()),
      shared_(shared),
      columns_(shared.columns),
      records_(shared.records),
      has_employers_(EmployerColumns::are_in(registry.schema())),
      start_(registry.add_draw("abroad_stay", "start")),
      sends_(registry.add_draw("abroad_stay", "sends")),
      return_(registry.add_draw("abroad_stay", "return")),
      end_(registry.add_draw("abroad_stay", "end")),
      right_(registry.add_draw("abroad_stay", "right")),
      help_(registry.add_draw("abroad_stay", "help")),
      removed_(registry.add_draw("abroad_stay", "removed")),
      assisted_(registry.add_draw("abroad_stay", "assisted")),
      platform_(registry.add_draw("abroad_stay", "platform")),
      books_(Books::declare(registry, shared.terms))
{
    const int told_apart = static_cast<int>(shared_.terms.return_rate.size()) * months_in_year;
    for (int months = 0; months < told_apart; ++months) {
        returns_.push_back(chance_of_share(return_chance(shared_.terms, months)));
    }
    settles_ = chance_of(shared_.terms.settle);
    stays_on_ = chance_of_share(1.0 - shared_.terms.end_return);
}

ProcessInfo AbroadStay::info() const
{
    return {.name = "abroad_stay",
            .description = "citizens abroad come back, keep or lose the right to work, send money",
            .stage = Stage::status,
            .order = 12,  // after whatever ends lives here, before jobs end
            .reads = {"key", "region", "birth_month", "sex", "registered_region", "abroad.left",
                      "abroad.sends"},
            .writes = {"stay", "activity", "gone", "partner", "household", "abroad.country",
                       "abroad.region", "abroad.status", "abroad.until", "abroad.extensions",
                       "abroad.registered"},
            .levers = {"abroad.agreement", "abroad.legal_help", "abroad.assisted_return",
                       "abroad.platform"},
            .draws = {"start", "sends", "return", "end", "right", "help", "removed", "assisted",
                      "platform"}};
}

std::uint16_t AbroadStay::amount(const Shared& shared, std::size_t country,
                                 const std::array<std::uint64_t, 2>& words)
{
    const AbroadTerms& terms = shared.terms;
    const double part = shared.cohorts->mean_sent(country);
    if (uniform_unit(words[0]) >= terms.senders || part <= 0.0) {
        return 0;
    }
    const double sd = terms.spread;
    const double mean = terms.remittance[country] / terms.senders / part;
    const double sent = mean * exact::exp(sd * standard_normal(words[1]) - sd * sd / 2.0);
    constexpr double most = std::numeric_limits<std::uint16_t>::max();
    return static_cast<std::uint16_t>(std::min(sent / tenge_of_unit + 0.5, most));
}

/// Those abroad at the start left before it, as many of them long ago as the arithmetic has it.
void AbroadStay::start(const StepContext& step, World& world)
{
    const AddressedDraw start = step.random(start_);
    const AddressedDraw sends = step.random(sends_);
    const Month before = step.start - 1;
    step.threads.for_each(world.shards().size(), [&](std::size_t place, std::size_t /*worker*/) {
        Shard& shard = world.shards()[place];
        const Rows& people = shard.people();
        const auto key = people[schema_.person.key];
        const auto stay = people[columns_.stay];
        scan_rows<true>(stay, at_home, [&](std::size_t row) {
            const std::uint64_t who = key[row].value();
            const std::size_t country = country_of(stay[row]);
            const auto standing =
                shared_.cohorts->at_start(country, uniform_unit(start.word(who, 0)));
            const Month left = before - standing.months;
            const int terms_begun =
                standing.months / std::max(1, shared_.terms.term_months) + 1;
            records_.open(shard, key[row],
                          {stay[row], people[schema_.person.region][row], left, standing.status,
                           AbroadChannel::own, left + terms_begun * shared_.terms.term_months,
                           amount(shared_, country, sends.word_pair(who, 0))});
        });
    });
}

void AbroadStay::prepare(const StepContext& step, const World& /*world*/)
{
    const AbroadTerms& terms = shared_.terms;
    AbroadConditions& conditions = *shared_.conditions;
    conditions.open_month(step);
    const auto lever = [&](LeverId id, std::size_t cell) { return step.levers(id, cell); };
    chances_.clear();
    for (std::size_t country = 0; country < terms.num_countries(); ++country) {
        const double agreed = conditions.agreement(country);
        const double helped = lever(conditions.levers().legal_help, country);
        const double offered = lever(conditions.levers().assisted_return, country);
        chances_.push_back(
            {chance_of(terms.removed[country]),
             chance_of_share(terms.overstay[country] * (1.0 - terms.agreement_protects * agreed)),
             chance_of(terms.regularised + terms.agreement_regularises * agreed),
             chance_of(helped * terms.help_succeeds), chance_of(offered * terms.return_accepted)});
    }
    coverage_ = lever(conditions.levers().platform, 0);
    level_ = shared_.prices.level.relative(step.now.year());
}

void AbroadStay::commit(const ShardContext& here, Shard& shard)
{
    const Rows& people = shard.people();
    const auto gone = people[schema_.person.gone];
    const auto key = people[schema_.person.key];
    const auto stay = people[columns_.stay];
    // Each worker keeps its lists. Those abroad lie far apart: what is read of them is asked for
    // ahead.
    struct Lists {
        std::vector<std::uint32_t> rows;
        std::vector<std::uint64_t> keys;
        std::vector<std::uint64_t> settling;
        std::vector<std::uint64_t> returning;
    };
    auto& [rows, keys, settling, returning] = kept_by_worker<Lists>();
    rows.clear();
    scan_rows<true>(stay, at_home,
                    [&](std::size_t row) { rows.push_back(static_cast<std::uint32_t>(row)); });
    prefetch_rows(key, rows);
    prefetch_rows(gone, rows);
    prefetch_rows(people[schema_.person.region], rows);
    keys.resize(rows.size());
    settling.resize(rows.size());
    returning.resize(rows.size());
    std::transform(rows.begin(), rows.end(), keys.begin(),
                   [&](std::uint32_t row) { return key[row].value(); });
    here.step.random(return_).word_pair_of_each(keys, draw_index(here.step.now), settling,
                                                returning);
    std::size_t hint = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t row = rows[i];
        // Who is merged goes on in another row, which has the record.
        const auto record =
            gone[row] == Gone::merged ? std::nullopt : records_.find(shard, key[row], hint);
        if (record) {
            hint = *record + 1;
            const MonthStamp left = shard.side(records_.table)[records_.left][*record];
            pass_month(here, shard,
                       {row, *record, key[row], stay[row], here.step.now - month_of(left),
                        settling[i], returning[i]});
        }
    }
    records_.drop_closed(shard);
}

void AbroadStay::pass_month(const ShardContext& here, Shard& shard, const One& one) const
{
    if (shard.people()[schema_.person.gone][one.row] != Gone::no) {
        close(here, shard, one);
    } else if (!leaves_country(here, shard, one) && !ends_irregular(here, shard, one) &&
               !ends_contract(here, shard, one)) {
        enter(here, shard, one);
        send(here, shard, one);
    }
}

/// Somebody who died, or whose household took him off the register, this month.
void AbroadStay::close(const ShardContext& here, Shard& shard, const One& one) const
{
    SideTable& own = shard.side(records_.table);
    const std::size_t cell = status_cell(one.stay, own[records_.status][one.record]);
    const bool has_died = shard.people()[schema_.person.gone][one.row] == Gone::died;
    here.counts.add(has_died ? books_.deaths : books_.departures, cell);
    records_.close(shard, one.record);
}

bool AbroadStay::draws(const ShardContext& here, const One& one, const char* what,
                       std::pair<Draw, Threshold> chance) const
{
    if (chance.second.value() == 0) {
        return false;
    }
    const std::uint64_t word =
        here.step.random(chance.first).word(one.key.value(), draw_index(here.step.now));
    here.step.life.chance(one.key, what, chance.second, word);
    return chance.second.hit(word);
}

bool AbroadStay::leaves_country(const ShardContext& here, Shard& shard, const One& one) const
{
    const AbroadTerms& terms = shared_.terms;
    here.step.life.chance(one.key, "settles_abroad", settles_, one.settles);
    if (settles_.hit(one.settles)) {
        shared_.books.leave(here, shard, PersonId(static_cast<PersonId::rep>(one.row)),
                            shared_.books.partner_of(one.stay));
        close(here, shard, one);
        return true;
    }
    const auto months = static_cast<std::size_t>(std::max(0, one.months));
    const Threshold chance = returns_[std::min(months, returns_.size() - 1)];
    here.step.life.chance(one.key, "comes_back", chance, one.returns);
    if (!chance.hit(one.returns)) {
        return false;
    }
    const std::size_t years = std::min(months / months_in_year, terms.return_rate.size() - 1);
    const double all = terms.return_rate[years] + terms.job_loss_return;
    // Where in its range the number lies says which of the two it was.
    const double u = uniform_unit(one.returns);
    const bool lost = u < chance.probability() * terms.job_loss_return / all;
    come_back(here, shard, one, lost ? Back::job_lost : Back::own_wish);
    return true;
}

bool AbroadStay::ends_irregular(const ShardContext& here, Shard& shard, const One& one) const
{
    if (shard.side(records_.table)[records_.status][one.record] == AbroadStatus::regular) {
        return false;
    }
    const Chances& chances = chances_[country_of(one.stay)];
    if (draws(here, one, "is_sent_home", {removed_, chances.removed})) {
        come_back(here, shard, one, Back::removed);
        return true;
    }
    if (draws(here, one, "helped_to_return", {assisted_, chances.assisted})) {
        come_back(here, shard, one, Back::assisted);
        return true;
    }
    if (draws(here, one, "gets_right_to_work", {right_, chances.regularised})) {
        regularise(here, shard, one, false);
    } else if (draws(here, one, "helped_to_right", {help_, chances.helped})) {
        regularise(here, shard, one, true);
    }
    return false;
}

bool AbroadStay::ends_contract(const ShardContext& here, Shard& shard, const One& one) const
{
    SideTable& own = shard.side(records_.table);
    AbroadStatus& status = own[records_.status][one.record];
    MonthStamp& until = own[records_.until][one.record];
    if (status == AbroadStatus::irregular || until > stamp(here.step.now)) {
        return false;
    }
    const std::uint64_t key = one.key.value();
    const auto words = here.step.random(end_).word_pair(key, draw_index(here.step.now));
    here.step.life.chance(one.key, "stays_on", stays_on_, words[0]);
    if (!stays_on_.hit(words[0])) {
        come_back(here, shard, one, Back::contract_end);
        return true;
    }
    const Threshold overstay = chances_[country_of(one.stay)].overstay;
    here.step.life.chance(one.key, "overstays", overstay, words[1]);
    if (overstay.hit(words[1])) {
        status = AbroadStatus::irregular;
        here.counts.add(books_.changes, country_of(one.stay) * 3);
    } else {
        until = stamp(here.step.now + shared_.terms.term_months);
        std::uint8_t& extensions = own[records_.extensions][one.record];
        extensions = static_cast<std::uint8_t>(std::min(extensions + 1, 255));
    }
    return false;
}

void AbroadStay::come_back(const ShardContext& here, Shard& shard, const One& one, Back why) const
{
    Rows& people = shard.people();
    SideTable& own = shard.side(records_.table);
    constexpr std::size_t num_ways = 5;
    here.counts.add(books_.returns,
                    status_cell(one.stay, own[records_.status][one.record]) * num_ways +
                        static_cast<std::size_t>(why));
    records_.close(shard, one.record);
    people[columns_.stay][one.row] = at_home;
    Activity& activity = people[columns_.activity][one.row];
    if (has_employers_ && is_in_labour_force(activity)) {
        activity = Activity::unemployed;
    }
}

/// Contracts end in step with the months since leaving, as in the arithmetic of levels.
void AbroadStay::regularise(const ShardContext& here, Shard& shard, const One& one,
                            bool helped) const
{
    SideTable& own = shard.side(records_.table);
    const int months = std::max(1, shared_.terms.term_months);
    own[records_.status][one.record] = AbroadStatus::regular;
    own[records_.until][one.record] = stamp(here.step.now + (months - one.months % months));
    here.counts.add(books_.changes, country_of(one.stay) * 3 + (helped ? 2U : 1U));
}

void AbroadStay::enter(const ShardContext& here, Shard& shard, const One& one) const
{
    SideTable& own = shard.side(records_.table);
    MonthStamp& registered = own[records_.registered][one.record];
    if (coverage_ == 0.0 || registered != no_month || one.months < shared_.terms.platform_after) {
        return;
    }
    const AbroadStatus status = own[records_.status][one.record];
    const Threshold covered = chance_of_share(
        coverage_ * (status == AbroadStatus::irregular ? shared_.terms.irregular_registers : 1.0));
    // One lasting number each: a wider coverage adds people and takes off nobody.
    if (covered.hit(here.step.random(platform_).word(one.key.value(), 0))) {
        registered = stamp(here.step.now);
        here.counts.add(books_.registrations, status_cell(one.stay, status));
    }
}

void AbroadStay::send(const ShardContext& here, Shard& shard, const One& one) const
{
    SideTable& own = shard.side(records_.table);
    const double sends = own[records_.sends][one.record];
    const double part = shared_.terms.sent_part(one.months);
    const RegionId region = shard.people()[schema_.person.region][one.row];
    own[records_.region][one.record] = region;  // he may have moved with his household
    here.counts.add(books_.money,
                    region.value() * shared_.terms.num_countries() + country_of(one.stay),
                    static_cast<std::int64_t>(sends * tenge_of_unit * part * level_ + 0.5));
}

void AbroadStay::archive(Archive& archive) { shared_.conditions->archive(archive); }

}  // namespace qonys::models::kz_migration
