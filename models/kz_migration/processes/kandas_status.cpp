#include "processes/kandas_status.hpp"

#include <algorithm>

#include "processes/even_release.hpp"
#include "processes/home.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/core/math.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
KandasStatus::Params KandasStatus::Params::read(Reader& in, const Axes& axes,
                                                const KandasTables& kandas, int year, int base_year)
{
    constexpr std::array<std::string_view, 1> partial{"year"};
    Params params;
    Reader section = in.section("kandas");
    const auto people = section.table<double, RegionId, Area, YearIndex>(
        "residents", {axes.region, axes.area, Axis::range("year", base_year, base_year)},
        Bounds::at_least(0.0), {"persons", "registered population on 1 January"}, partial);
    const auto kin = section.table<double, RegionId, std::size_t>(
        "kin_share", {axes.region, axes.kin}, Bounds::within(0.0, 1.0),
        {"share", "kin group of residents"});
    const auto settled = section.table<double, RegionId, YearIndex>(
        "settlement_share_start",
        {axes.region, Axis::range("year", first_kandas_year, first_kandas_year)},
        Bounds::within(0.0, 1.0), {"share", "kandas by region, before the start"}, partial);
    const double years = section.number(
        "waiting_years", Bounds::within(0.0, 50.0),
        {"years", "grants to people in the country at the start's pace until all have it"});
    params.waiting_years = years;
    const double months =
        section.number("months_to_citizenship", Bounds::above(1.0),
                       {"months", "mean time from the kandas status to citizenship"});
    params.citizenship = MonthlyProbability(1.0 / std::max(1.0, months));
    params.size_of_asker = section.number("family_size", Bounds::within(1.0, 20.0),
                                          {"persons", "family here already, as members see it"});
    double in_country = 0.0;
    for (std::size_t origin = 0; origin < kandas.num_origins(); ++origin) {
        const double grants = kandas.in_country(origin, year);
        in_country += grants;
        params.in_country.push_back(grants);
        params.all_grants.push_back(grants +
                                    kandas.arrivals(kandas.partner_of(origin), year) *
                                        kandas.kazakh_share(kandas.partner_of(origin), year));
    }
    for (std::size_t r = 0; r < axes.region.size() && !settled.values().empty(); ++r) {
        const RegionId region(static_cast<RegionId::rep>(r));
        const double kazakhs = (people(region, Area::urban, YearIndex(0)) +
                                people(region, Area::rural, YearIndex(0))) *
                               kin(region, static_cast<std::size_t>(KinGroup::kazakh));
        const double part = settled(region, YearIndex(0)) / std::max(1.0, kazakhs);
        params.waiting_share.push_back(in_country * years * part);
        params.holder_share.push_back(kandas.grants(year) * months / months_in_year * part);
    }
    return params;
}

KandasStatus::KandasStatus(Registry& registry, Params params, const Outlook& outlook,
                           const Settlement::Setup& setup)
    : schema_(registry.schema()),
      params_(std::move(params)),
      outlook_(outlook),
      columns_(setup.columns),
      status_(setup.status),
      records_(setup.records),
      tallies_(setup.kandas),
      tables_(setup.tables),
      citizens_(registry.add_tally({.name = "kandas_naturalised",
                                    .description = "kandas who became citizens",
                                    .unit = "persons"})),
      stock_(registry.add_draw("kandas_status", "stock")),
      stock_origin_(registry.add_draw("kandas_status", "stock_origin")),
      priority_(registry.add_draw("kandas_status", "priority")),
      citizenship_(registry.add_draw("kandas_status", "citizenship")),
      debt_(registry.add_draw("kandas_status", "debt")),
      ledger_("kandas_status.grants", setup.tables->num_origins(), params_.scale, even_release(),
              params_.size_of_asker)
{}

ProcessInfo KandasStatus::info() const
{
    return {.name = "kandas_status",
            .description = "kandas status to people here already, and citizenship to kandas",
            .stage = Stage::status,
            .order = 10,
            .reads = {"kin", "registered_region", "origin_country"},
            .writes = {"legal_status", "origin_country"},
            .draws = {"stock", "stock_origin", "priority", "citizenship", "debt"}};
}

void KandasStatus::start(const StepContext& step, World& world)
{
    ledger_.begin(step.random(debt_));
    step.threads.for_each(world.shards().size(), [&](std::size_t shard, std::size_t) {
        start_shard(step, world.shards()[shard]);
    });
}

void KandasStatus::start_shard(const StepContext& step, Shard& shard) const
{
    // Whole families, for origin and status are of families.
    const AddressedDraw stock = step.random(stock_);
    const auto possible = [](const std::vector<double>& weights) {
        return std::any_of(weights.begin(), weights.end(), [](double w) { return w > 0.0; });
    };
    if (!possible(params_.all_grants) || !possible(params_.in_country)) {
        return;
    }
    const Choice in_country(params_.in_country);
    const Choice all(params_.all_grants);
    const auto keys = shard.households()[schema_.household.key];
    for (std::size_t home = 0; home < keys.size(); ++home) {
        const PersonId first = shard.households()[schema_.household.first_member][home];
        if (!first.valid() || shard.people()[columns_.kin][first.value()] != KinGroup::kazakh) {
            continue;
        }
        const std::size_t region =
            shard.people()[columns_.registered_region][first.value()].value();
        const double u = uniform_unit(stock.word(keys[home].value(), 0));
        const bool waits = u < params_.waiting_share[region];
        if (!waits && u >= params_.waiting_share[region] + params_.holder_share[region]) {
            continue;
        }
        const std::size_t origin =
            (waits ? in_country : all)(step.random(stock_origin_), keys[home].value(), 0);
        for_each_member(shard, schema_, HouseholdId(static_cast<HouseholdId::rep>(home)),
                        [&](std::size_t row) {
                            shard.people()[status_.legal_status][row] =
                                waits ? LegalStatus::permanent_resident : LegalStatus::kandas;
                            shard.people()[status_.origin_country][row] =
                                origin_of(tables_->partner_of(origin));
                        });
    }
}

void KandasStatus::prepare(const StepContext& step, const World& world)
{
    askers_.resize(world);
    holders_.resize(world);
    const int year = step.now.year();
    const double factor = outlook_.factor(Trend::arrivals, year, step.random) * still_waiting(step);
    std::vector<double> grants;
    for (std::size_t origin = 0; origin < tables_->num_origins(); ++origin) {
        grants.push_back(tables_->in_country(origin, outlook_.table_year(year)) * factor);
    }
    ledger_.open_month(step.now, grants);
}

/// Grants of known years are what they were. Later those who still wait ask as often as before, and
/// they become fewer: with the same number of grants a year they would all be through at one
/// stroke.
double KandasStatus::still_waiting(const StepContext& step) const
{
    const Month unknown = std::max(step.start, Month(outlook_.last_known_year() + 1, 1));
    if (step.now < unknown || params_.waiting_years <= 0.0) {
        return 1.0;
    }
    constexpr double least_years = 0.5;  // who still waits when grants were more than thought
    const double known = static_cast<double>(unknown - step.start) / months_in_year;
    const double left = std::max(least_years, params_.waiting_years - known);
    return exact::exp(-(static_cast<double>(step.now - unknown) + 0.5) / months_in_year / left);
}

bool KandasStatus::waits(const Shard& shard, std::size_t row) const
{
    return shard.people()[status_.legal_status][row] == LegalStatus::permanent_resident &&
           shard.people()[columns_.kin][row] == KinGroup::kazakh &&
           shard.people()[status_.origin_country][row] != from_here &&
           shard.people()[schema_.person.gone][row] == Gone::no;
}

void KandasStatus::propose(const ShardContext& here, const Shard& shard)
{
    const Rows& people = shard.people();
    const auto status = people[status_.legal_status];
    const auto home = people[schema_.person.household];
    const auto origin = people[status_.origin_country];
    std::vector<std::uint32_t>& holders = holders_[here.shard];
    holders.clear();
    std::vector<std::uint32_t> waiting;
    scan_rows<true>(status, LegalStatus::citizen, [&](std::size_t row) {
        if (status[row] == LegalStatus::kandas) {
            holders.push_back(static_cast<std::uint32_t>(row));
        } else if (waits(shard, row)) {
            waiting.push_back(static_cast<std::uint32_t>(row));
        }
    });
    // One application for a family: rows of one household side by side.
    std::sort(waiting.begin(), waiting.end(), [&](std::uint32_t a, std::uint32_t b) {
        return home[a] != home[b] ? home[a] < home[b] : a < b;
    });
    std::vector<Asker>& askers = askers_[here.shard];
    askers.clear();
    const AddressedDraw priority = here.step.random(priority_);
    for (const std::uint32_t row : waiting) {
        if (!askers.empty() && askers.back().household == home[row]) {
            ++askers.back().candidate.size;
            continue;
        }
        const std::uint64_t key =
            shard.households()[schema_.household.key][home[row].value()].value();
        const PartnerId from(static_cast<PartnerId::rep>(origin[row] - 1));
        askers.push_back({home[row],
                          {static_cast<std::uint32_t>(tables_->origin_of_partner(from)), 1,
                           priority.word(key, 0), key}});
    }
}

void KandasStatus::allocate(const StepContext& step, const World&)
{
    std::vector<Candidate> candidates;
    for (const std::vector<Asker>& askers : askers_) {
        for (const Asker& asker : askers) {
            candidates.push_back(asker.candidate);
        }
    }
    allocation_ =
        qonys::allocate(step.ranks, candidates, ledger_.slots(), ledger_.last_candidate());
    ledger_.use(allocation_->granted());
}

void KandasStatus::naturalise(const ShardContext& here, Shard& shard,
                              std::span<const std::uint32_t> holders) const
{
    const Threshold chance(params_.citizenship);
    const AddressedDraw draw = here.step.random(citizenship_);
    for (const std::uint32_t row : holders) {
        const std::uint64_t key = shard.people()[schema_.person.key][row].value();
        if (shard.people()[schema_.person.gone][row] != Gone::no) {
            continue;
        }
        const std::uint64_t word = draw.word(key, draw_index(here.step.now));
        here.step.life.chance(PersonKey(key), "citizenship", chance, word);
        if (chance.hit(word)) {
            shard.people()[status_.legal_status][row] = LegalStatus::citizen;
            here.counts.add(citizens_, 0);
        }
    }
}

void KandasStatus::commit(const ShardContext& here, Shard& shard)
{
    naturalise(here, shard, holders_[here.shard]);
    for (const Asker& asker : askers_[here.shard]) {
        here.step.life.claim(
            HouseholdKey(asker.candidate.key), "kandas_status",
            allocation_->wins(asker.candidate) ? Outcome::won : Outcome::carried);
        if (!allocation_->wins(asker.candidate)) {
            continue;
        }
        for_each_member(shard, schema_, asker.household, [&](std::size_t row) {
            if (waits(shard, row)) {
                shard.people()[status_.legal_status][row] = LegalStatus::kandas;
                records_.open(shard, shard.people()[schema_.person.key][row],
                              {here.step.now, shard.people()[schema_.person.region][row],
                               KandasTrack::general});
                tallies_.book(here.counts, KandasTrack::general,
                              shard.people()[columns_.registered_region][row],
                              asker.candidate.segment);
            }
        });
    }
}

}  // namespace qonys::models::kz_migration
