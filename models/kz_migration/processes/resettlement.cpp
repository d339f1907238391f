#include "processes/resettlement.hpp"

#include <algorithm>
#include <limits>

#include "processes/home.hpp"
#include "processes/row_scan.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/random/choice.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double months_in_year = 12.0;

std::vector<double> labour(Reader& in, std::string_view key, const Axes& axes, int year,
                           const ParameterInfo& info)
{
    constexpr std::array<std::string_view, 1> partial{"year"};
    const auto table = in.table<double, RegionId, YearIndex>(
        key, {axes.region, Axis::range("year", year, year)}, Bounds::at_least(0.0), info, partial);
    return {table.values().begin(), table.values().end()};
}

/// Rate of an unemployed adult in each sending region, so that the persons of the families that
/// apply add up to `applicants`, split by where resettlers come from.
std::vector<double> application_rates(Reader& in, const Axes& axes, int labour_year,
                                      const Resettlement::Params& params)
{
    const double applicants =
        in.number("applicants", Bounds::at_least(0.0),
                  {"persons/year", "members of families that apply, rules of 2025"});
    const auto shares =
        in.table<double, RegionId>("origin_share", {axes.region}, Bounds::within(0.0, 1.0),
                                   {"share", "resettlers by region of origin"});
    const std::vector<double> unemployed =
        labour(in, "unemployed", axes, labour_year, {"persons", "unemployed"});
    const std::vector<double> employed =
        labour(in, "employed", axes, labour_year, {"persons", "employed"});
    std::vector<double> rates(axes.region.size(), 0.0);
    for (std::size_t r = 0; r < std::min(rates.size(), unemployed.size()); ++r) {
        const double adults = unemployed[r] + params.others_rate * employed[r];
        const double share = shares(RegionId(static_cast<RegionId::rep>(r)));
        rates[r] = params.sending[r] && adults > 0.0
                       ? applicants * share / (adults * params.family_size)
                       : 0.0;
    }
    return rates;
}

}  // namespace

Resettlement::Params Resettlement::Params::read(Reader& in, const Axes& axes, int labour_year,
                                                double scale)
{
    Reader section = in.section("resettlement");
    Params params;
    params.scale = scale;
    params.quota = YearlyQuota::read(section, axes);
    params.attraction = params.quota.attraction();
    params.distance_decay = section.number("distance_decay", Bounds::within(0.0, 5.0),
                                           {"-", "exponent on kilometres between capitals"});
    const auto sending = section.table<double, RegionId>(
        "sending", {axes.region}, Bounds::within(0.0, 1.0), {"-", "1 = a region that may send"});
    for (const double value : sending.values()) {
        params.sending.push_back(value > 0.0);
    }
    params.sending.resize(axes.region.size());
    params.others_rate = section.number(
        "others_rate", Bounds::within(0.0, 1.0),
        {"-", "applications of adults who are not unemployed, relative; ends with rules_from"});
    params.family_size = section.number("family_size", Bounds::within(1.0, 20.0),
                                        {"persons", "family of an applicant, as members see it"});
    params.application_rate = application_rates(section, axes, labour_year, params);
    params.rules_from =
        section.month("rules_from", {"month", "job-seekers and residents only from"});
    params.residence_months =
        static_cast<int>(section.integer("residence_months", Bounds::within(0.0, 600.0),
                                         {"months", "of residence before applying"}));
    params.patience = static_cast<int>(section.integer(
        "patience", Bounds::within(1.0, 120.0), {"months", "that applicants wait for a place"}));
    params.last_age = static_cast<int>(
        section.integer("last_age", Bounds::within(18.0, 100.0), {"years", "oldest applicant"}));
    return params;
}

Resettlement::Resettlement(Registry& registry, Params params, const Setup& setup)
    : schema_(registry.schema()),
      params_(std::move(params)),
      setup_(setup),
      move_(schema_, setup.columns, setup.flows, params_.quota.region.size()),
      residence_changed_(schema_.households->find<MonthStamp>("residence_changed")),
      lever_(registry.add_lever(params_.quota.lever("resettlement.quota",
                                                    "resettlers whom a region may take in",
                                                    "data/resettlement_quota.csv"))),
      received_(
          registry.add_tally({.name = "resettlers_received",
                              .description = "people resettled under the quota, by new region",
                              .unit = "persons",
                              .axes = {params_.quota.region}})),
      moves_(registry.add_tally(
          {.name = "resettlement_moves",
           .description = "people resettled under the quota, by actual region before and after",
           .unit = "persons",
           .axes = {Axis("origin", params_.quota.region.codes(), params_.quota.region.labels()),
                    Axis("destination", params_.quota.region.codes(),
                         params_.quota.region.labels())}})),
      applications_(registry.add_tally({.name = "resettlement_applications",
                                        .description = "families that apply for resettlement",
                                        .unit = "households",
                                        .axes = {params_.quota.region}})),
      application_(registry.add_draw("resettlement", "application")),
      region_draw_(registry.add_draw("resettlement", "region")),
      priority_(registry.add_draw("resettlement", "priority")),
      debt_(registry.add_draw("resettlement", "debt")),
      ledger_("resettlement.quota", params_.quota.region.size(), params_.scale,
              params_.quota.release, params_.family_size)
{}

ProcessInfo Resettlement::info() const
{
    return {.name = "resettlement",
            .description = "families of sending regions move to regions that have places",
            .stage = Stage::programmes,
            .order = 10,
            .reads = {"activity", "birth_month", "legal_status", "residence_changed"},
            .writes = {"region", "registered_region", "contract_month", "contract_origin",
                       "application_month"},
            .levers = {"resettlement.quota"},
            .draws = {"application", "region", "priority", "debt"}};
}

void Resettlement::start(const StepContext& step, World&) { ledger_.begin(step.random(debt_)); }

void Resettlement::prepare(const StepContext& step, const World& world)
{
    families_.resize(world);
    applied_.resize(world);
    const std::span<const double> quota = step.levers.of(lever_);
    ledger_.open_month(step.now, quota);
    const std::size_t num_regions = quota.size();
    chance_.assign(num_activities * num_regions, Threshold{});
    inverse_weights_.assign(
        num_regions, std::vector<double>(num_regions, std::numeric_limits<double>::infinity()));
    open_ = std::any_of(quota.begin(), quota.end(), [](double places) { return places > 0.0; });
    for (std::size_t r = 0; r < num_regions; ++r) {
        const RegionId origin(static_cast<RegionId::rep>(r));
        const double rate = params_.application_rate[r];
        const double other = step.now < params_.rules_from ? rate * params_.others_rate : 0.0;
        chance_[static_cast<std::size_t>(Activity::unemployed) * num_regions + r] =
            Threshold(monthly(AnnualRate(rate)));
        for (const Activity working : {Activity::employee, Activity::self_employed}) {
            chance_[static_cast<std::size_t>(working) * num_regions + r] =
                Threshold(monthly(AnnualRate(other)));
        }
        for (std::size_t d = 0; d < num_regions; ++d) {
            const RegionId destination(static_cast<RegionId::rep>(d));
            const double distance = setup_.geography.distance_km(origin, destination);
            if (quota[d] > 0.0 && d != r) {
                inverse_weights_[r][d] =
                    exact::pow(distance, params_.distance_decay) / params_.attraction[d];
            }
        }
    }
}

bool Resettlement::eligible(const ShardContext& here, const Shard& shard, std::size_t row) const
{
    const Rows& people = shard.people();
    const int age = age_in_years(people[schema_.person.birth_month][row], here.step.now);
    return people[schema_.person.gone][row] == Gone::no && age >= adult_age &&
           age <= params_.last_age && people[setup_.columns.stay][row] == at_home &&
           people[setup_.status.legal_status][row] == LegalStatus::citizen &&
           people[setup_.columns.registered_region][row] == people[schema_.person.region][row];
}

bool Resettlement::has_lived_long_enough(const ShardContext& here, const Shard& shard,
                                         HouseholdId household) const
{
    const MonthStamp changed = shard.households()[residence_changed_][household.value()];
    return here.step.now < params_.rules_from ||
           here.step.now.index() - changed >= params_.residence_months;
}

std::vector<std::uint32_t> Resettlement::hopefuls(const Shard& shard) const
{
    const auto activity = shard.people()[setup_.columns.activity];
    const std::size_t num_regions = params_.quota.region.size();
    std::vector<std::uint32_t> rows;
    for (std::size_t state = 0; state < num_activities; ++state) {
        const auto chances = std::span(chance_).subspan(state * num_regions, num_regions);
        if (std::any_of(chances.begin(), chances.end(),
                        [](Threshold chance) { return chance.value() > 0; })) {
            append_rows_equal(activity, static_cast<Activity>(state), rows);
        }
    }
    const auto registered = shard.people()[setup_.columns.registered_region];
    std::erase_if(rows,
                  [&](std::uint32_t row) { return !params_.sending[registered[row].value()]; });
    return rows;
}

void Resettlement::apply(const ShardContext& here, const Shard& shard,
                         std::vector<HouseholdId>& applied) const
{
    const Rows& people = shard.people();
    const auto activity = people[setup_.columns.activity];
    const auto registered = people[setup_.columns.registered_region];
    const std::vector<std::uint32_t> rows = hopefuls(shard);
    std::vector<std::uint64_t> words(rows.size());
    std::transform(rows.begin(), rows.end(), words.begin(),
                   [&](std::uint32_t row) { return people[schema_.person.key][row].value(); });
    const std::vector<std::uint64_t> keys = words;
    here.step.random(application_).word_of_each(keys, draw_index(here.step.now), words);
    const std::size_t num_regions = params_.quota.region.size();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t row = rows[i];
        const Threshold chance = chance_[static_cast<std::size_t>(activity[row]) * num_regions +
                                         registered[row].value()];
        if (!chance.hit(words[i]) || !eligible(here, shard, row)) {
            continue;
        }
        const HouseholdId home = people[schema_.person.household][row];
        if (shard.households()[setup_.status.contract_month][home.value()] == no_month &&
            shard.households()[setup_.status.application_month][home.value()] == no_month) {
            applied.push_back(home);
        }
    }
    std::sort(applied.begin(), applied.end());
    applied.erase(std::unique(applied.begin(), applied.end()), applied.end());
}

std::optional<Candidate> Resettlement::ask(const ShardContext& here, const Shard& shard,
                                           HouseholdId household) const
{
    const Rows& homes = shard.households();
    const RegionId origin = homes[schema_.household.region][household.value()];
    const std::uint32_t size = homes[schema_.household.size][household.value()];
    if (size == 0 || !open_ || !params_.sending[origin.value()] ||
        !setup_.claims.is_free(shard, household, here.step.now) ||
        !has_lived_long_enough(here, shard, household)) {
        return std::nullopt;
    }
    const std::uint64_t key = homes[schema_.household.key][household.value()].value();
    const std::uint32_t month = draw_index(here.step.now);
    const std::vector<double>& inverse_weights = inverse_weights_[origin.value()];
    const std::size_t region = choose(here.step.random(region_draw_), key, month, inverse_weights);
    if (inverse_weights[region] == std::numeric_limits<double>::infinity()) {
        return std::nullopt;  // the only region that is open is the one that they live in
    }
    return Candidate{static_cast<std::uint32_t>(region), size,
                     here.step.random(priority_).word(key, month), key};
}

void Resettlement::propose(const ShardContext& here, const Shard& shard)
{
    std::vector<Family>& families = families_[here.shard];
    std::vector<HouseholdId>& applied = applied_[here.shard];
    families.clear();
    applied.clear();
    apply(here, shard, applied);
    const auto asked = shard.households()[setup_.status.application_month];
    const auto add = [&](HouseholdId household) {
        if (const auto candidate = ask(here, shard, household)) {
            families.push_back({household, *candidate});
        }
    };
    for (std::size_t home = 0; home < asked.size(); ++home) {
        if (asked[home] != no_month) {
            add(HouseholdId(static_cast<HouseholdId::rep>(home)));
        }
    }
    std::for_each(applied.begin(), applied.end(), add);
}

void Resettlement::allocate(const StepContext& step, const World&)
{
    std::vector<Candidate> candidates;
    for (const std::vector<Family>& families : families_) {
        for (const Family& family : families) {
            candidates.push_back(family.candidate);
        }
    }
    allocation_ =
        qonys::allocate(step.ranks, candidates, ledger_.slots(), ledger_.last_candidate());
    ledger_.use(allocation_->granted());
}

void Resettlement::commit(const ShardContext& here, Shard& shard)
{
    const auto asked = shard.households()[setup_.status.application_month];
    const auto regions = shard.households()[schema_.household.region];
    for (MonthStamp& since : asked) {
        if (since != no_month && here.step.now - month_of(since) >= params_.patience) {
            since = no_month;
        }
    }
    for (const HouseholdId home : applied_[here.shard]) {
        asked[home.value()] = stamp(here.step.now);
        here.counts.add(applications_, regions[home.value()].value());
    }
    for (const Family& family : families_[here.shard]) {
        const std::size_t home = family.household.value();
        if (!allocation_->wins(family.candidate) ||
            !setup_.claims.claim(ResidenceChange::programme, shard, family.household, here.step.now,
                                 here.counts)) {
            continue;
        }
        const RegionId origin = regions[home];
        const RegionId destination(static_cast<RegionId::rep>(family.candidate.segment));
        const auto moved =
            static_cast<std::int64_t>(move_.move(here, shard, family.household, destination));
        here.counts.add(received_, destination.value(), moved);
        here.counts.add(moves_, flow_cell(origin, destination.value(), params_.quota.region.size()),
                        moved);
        shard.households()[setup_.status.contract_month][home] = stamp(here.step.now);
        shard.households()[setup_.status.contract_origin][home] = origin;
        asked[home] = no_month;
    }
}

}  // namespace qonys::models::kz_migration
