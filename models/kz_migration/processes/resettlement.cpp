#include "processes/resettlement.hpp"

#include <algorithm>
#include <limits>

#include "processes/home.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/random/choice.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Regions that agree on labour migration: none by default.
LeverSpec memoranda(const Axis& region)
{
    return {.name = "resettlement.memoranda",
            .description = "memoranda on labour migration between two regions: 1 in force",
            .unit = "share",
            .axes = {Axis("origin", region.codes(), region.labels()),
                     Axis("destination", region.codes(), region.labels())},
            .bounds = Bounds::within(0.0, 1.0),
            .path = {{Month(), std::vector<double>(region.size() * region.size(), 0.0)}},
            .source = "texts and volumes of memoranda were not found"};
}

}  // namespace

Resettlement::Resettlement(Registry& registry, Params params, const Setup& setup)
    : schema_(registry.schema()),
      params_(std::move(params)),
      setup_(setup),
      move_(schema_, setup.columns, setup.flows, params_.quota.region.size()),
      residence_changed_(schema_.households->find<MonthStamp>("residence_changed")),
      lever_(registry.add_lever(params_.quota.lever("resettlement.quota",
                                                    "resettlers whom a region may take in",
                                                    "data/resettlement_quota.csv"))),
      memoranda_(registry.add_lever(memoranda(params_.quota.region))),
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
      certificate_(registry.add_draw("resettlement", "certificate")),
      certificate_debt_(registry.add_draw("resettlement", "certificate_debt")),
      ledger_("resettlement.quota", params_.quota.region.size(), params_.scale,
              params_.quota.release, params_.family_size),
      certificate_ledger_("resettlement.certificates", params_.quota.region.size(), params_.scale,
                          params_.quota.release),
      certificates_issued_(
          registry.add_tally({.name = "housing_certificates",
                              .description = "certificates for resettled families, by new region",
                              .unit = "households",
                              .axes = {params_.quota.region}}))
{}

ProcessInfo Resettlement::info() const
{
    std::vector<std::string> levers = SupportLevers::names();
    levers.emplace_back("resettlement.quota");
    levers.emplace_back("resettlement.memoranda");
    return {.name = "resettlement",
            .description = "families of sending regions move to regions that have places",
            .stage = Stage::programmes,
            .order = 10,
            .reads = {"activity", "birth_month", "legal_status", "residence_changed"},
            .writes = {"region", "registered_region", "contract_month", "contract_origin",
                       "settlement", "support_owed"},
            .levers = std::move(levers),
            .draws = {"application", "region", "priority", "debt", "certificate",
                      "certificate_debt"}};
}

void Resettlement::start(const StepContext& step, World&)
{
    ledger_.begin(step.random(debt_));
    certificate_ledger_.begin(step.random(certificate_debt_));
}

void Resettlement::archive(Archive& archive)
{
    ledger_.archive(archive);
    certificate_ledger_.archive(archive);
}

void Resettlement::prepare(const StepContext& step, const World& world)
{
    families_.resize(world);
    applied_.resize(world);
    const std::span<const double> quota = step.levers.of(lever_);
    ledger_.open_month(step.now, quota);
    const Support& support = setup_.contracts.support();
    certificate_ledger_.open_month(step.now, step.levers.of(support.levers().certificates));
    const std::size_t num_regions = quota.size();
    chance_.assign(num_activities * num_regions, Threshold{});
    inverse_weights_.assign(
        num_regions, std::vector<double>(num_regions, std::numeric_limits<double>::infinity()));
    open_ = std::any_of(quota.begin(), quota.end(), [](double places) { return places > 0.0; });
    pull_.clear();
    for (std::size_t r = 0; r < num_regions; ++r) {
        pull_.push_back(quota[r] > 0.0 ? support.pull(step.levers, r) : 0.0);
    }
    for (std::size_t r = 0; r < num_regions; ++r) {
        set_chances(step, r);
    }
}

/// Support draws applicants to the regions that give it: it adds to those who would apply anyway, and
/// to where they go. A memorandum turns applicants to a region, and makes nobody apply: what it gives is
/// information.
void Resettlement::set_chances(const StepContext& step, std::size_t origin)
{
    const std::size_t num_regions = pull_.size();
    double usual = 0.0;
    double drawn = 0.0;
    for (std::size_t d = 0; d < num_regions; ++d) {
        if (pull_[d] > 0.0 && d != origin) {
            const double distance = setup_.geography.distance_km(
                RegionId(static_cast<RegionId::rep>(origin)),
                RegionId(static_cast<RegionId::rep>(d)));
            const double weight =
                params_.attraction[d] / exact::pow(distance, params_.distance_decay);
            usual += weight;
            drawn += weight * pull_[d];
            const double in_force = step.levers(memoranda_, origin * num_regions + d);
            inverse_weights_[origin][d] = exact::pow(distance, params_.distance_decay) /
                                          params_.attraction[d] / pull_[d] /
                                          exact::exp(params_.memorandum_pull * in_force);
        }
    }
    const double rate = params_.application_rate[origin] * (usual > 0.0 ? drawn / usual : 1.0);
    const double other = step.now < params_.rules_from ? rate * params_.others_rate : 0.0;
    chance_[static_cast<std::size_t>(Activity::unemployed) * num_regions + origin] =
        Threshold(monthly(AnnualRate(rate)));
    for (const Activity working : {Activity::employee, Activity::self_employed}) {
        chance_[static_cast<std::size_t>(working) * num_regions + origin] =
            Threshold(monthly(AnnualRate(other)));
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
        if ((!chance.hit(words[i]) && !here.step.life.follows(PersonKey(keys[i]))) || !eligible(here, shard, row)) {
            continue;
        }
        here.step.life.chance(people[schema_.person.key][row], "applies", chance, words[i]);
        if (!chance.hit(words[i])) {
            continue;
        }
        const HouseholdId home = people[schema_.person.household][row];
        if (shard.households()[setup_.status.contract_month][home.value()] == no_month &&
            shard.households()[setup_.status.settlement][home.value()] == settlement::none) {
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
    here.step.life.choice(HouseholdKey(key), {"region", inverse_weights, region,
                                              params_.quota.region.codes()});
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
    const std::span<const SettlementState> states = shard.households()[setup_.status.settlement];
    const AddressedDraw certificate = here.step.random(certificate_);
    const auto add = [&](HouseholdId household) {
        if (const auto asks = ask(here, shard, household)) {
            const std::uint64_t word = certificate.word(asks->key, draw_index(here.step.now));
            families.push_back({household, *asks, {asks->segment, 1, word, asks->key}});
        }
    };
    scan_rows<true>(states, settlement::none, [&](std::size_t home) {
        if (settlement::is_waiting(states[home])) {
            add(HouseholdId(static_cast<HouseholdId::rep>(home)));
        }
    });
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
    give_certificates(step);
}

/// Families that have a place ask for a certificate where it pays anything.
void Resettlement::give_certificates(const StepContext& step)
{
    const SupportLevers& levers = setup_.contracts.support().levers();
    std::vector<Candidate> candidates;
    for (const std::vector<Family>& families : families_) {
        for (const Family& family : families) {
            const std::size_t region = family.candidate.segment;
            if (allocation_->wins(family.candidate) &&
                step.levers(levers.certificate_cap, region) > 0.0 &&
                step.levers(levers.certificate_share, region) > 0.0) {
                candidates.push_back(family.certificate);
            }
        }
    }
    certificates_ = qonys::allocate(step.ranks, candidates, certificate_ledger_.slots(),
                                    certificate_ledger_.last_candidate());
    certificate_ledger_.use(certificates_->granted());
}

void Resettlement::commit(const ShardContext& here, Shard& shard)
{
    const auto states = shard.households()[setup_.status.settlement];
    const auto regions = shard.households()[schema_.household.region];
    scan_rows<true>(std::span<const SettlementState>(states), settlement::none,
                    [&](std::size_t home) {
                        if (settlement::is_waiting(states[home])) {
                            const int waited = states[home] - settlement::applied + 1;
                            states[home] = waited >= params_.patience
                                               ? settlement::none
                                               : static_cast<SettlementState>(states[home] + 1);
                        }
                    });
    for (const HouseholdId home : applied_[here.shard]) {
        states[home.value()] = settlement::applied;
        here.counts.add(applications_, regions[home.value()].value());
    }
    for (const Family& family : families_[here.shard]) {
        here.step.life.claim(
            HouseholdKey(family.candidate.key), "quota",
            allocation_->wins(family.candidate) ? Outcome::won : Outcome::carried);
        if (allocation_->wins(family.candidate) &&
            setup_.claims.claim(ResidenceChange::programme, shard, family.household, here.step.now,
                                here.counts)) {
            settle(here, shard, family);
        }
    }
}

void Resettlement::settle(const ShardContext& here, Shard& shard, const Family& family) const
{
    const SettlementContracts& contracts = setup_.contracts;
    const SupportLevers& levers = contracts.support().levers();
    const std::size_t home = family.household.value();
    const RegionId origin = shard.households()[schema_.household.region][home];
    const RegionId destination(static_cast<RegionId::rep>(family.candidate.segment));
    const std::size_t moved = move_.move(here, shard, family.household, destination);
    here.counts.add(received_, destination.value(), static_cast<std::int64_t>(moved));
    here.counts.add(moves_, flow_cell(origin, destination.value(), params_.quota.region.size()),
                    static_cast<std::int64_t>(moved));
    const bool has_certificate =
        here.step.levers(levers.certificate_cap, destination.value()) > 0.0 &&
        here.step.levers(levers.certificate_share, destination.value()) > 0.0 &&
        certificates_->wins(family.certificate);
    contracts.sign(here, shard, family.household, {origin, has_certificate});
    const int year = here.step.now.year();
    const Support::Family given{destination,
                                shard.households()[setup_.columns.household_area][home],
                                static_cast<std::uint32_t>(moved)};
    contracts.pay(here, shard, family.household,
                  {Programme::relocation_support, contracts.support().subsidy(here.step.levers, given, year)});
    if (has_certificate) {
        here.counts.add(certificates_issued_, destination.value());
        contracts.pay(
            here, shard, family.household,
            {Programme::housing_certificate, contracts.support().certificate(here.step.levers, given, year)});
    }
}

}  // namespace qonys::models::kz_migration
