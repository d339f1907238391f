#include "processes/own_business.hpp"

#include <algorithm>

#include "qonys/parallel/worker_local.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Businesses that come to hire in a year, as far as the clock leaves room: more are drawn apart, which
/// asks everybody. In cities with many employers and few self-employed people some 0.2 a year.
constexpr double usual_founding = 0.4;

constexpr double share_unit = 0x1p32;  ///< fixed point: sums do not depend on order

/// Classes of the clock's rate: owners without a loan, who may ask for one; those whose business
/// gains by theirs; other borrowers.
enum class Owner : std::uint8_t { free, gaining, borrower };
constexpr std::size_t num_classes = 3;

/// Classes of the clock's bound: only a business has a clock that rings.
enum class Bound : std::uint8_t { none, own };
constexpr std::size_t num_bounds = 2;

/// Staff that an employer wants when it opens: one to four, as in the smallest class of sizes.
constexpr std::uint64_t most_first_posts = 4;

TallyId tally(Registry& registry, const LabourSetup& setup, const char* name,
              const char* description)
{
    return registry.add_tally({.name = name,
                               .description = description,
                               .unit = "businesses",
                               .axes = {setup.axes.region}});
}

}  // namespace

OwnBusiness::Params OwnBusiness::Params::read(Reader& in, const LabourAxes& axes,
                                              const JobTables& tables)
{
    Params params;
    params.end = in.annual_rate("business_end_rate", {"1/year", "businesses of one person that end"});
    const auto rates = in.table<double, EmployerKind, std::size_t>(
        "turnover", {axes.employer_kind, Axis("turnover", {"entry", "exit"})},
        Bounds::within(0.0, 1.0), {"1/year", "employers that open and close"});
    for (std::size_t kind = 0; kind < num_employer_kinds; ++kind) {
        params.opening[kind] = AnnualRate(rates(static_cast<EmployerKind>(kind), 0));
    }
    params.self_employed = tables.self_employed;
    params.wage = tables.wage;
    params.skill_share = tables.skill_share;
    params.employer_wage_sd = tables.employer_wage_sd;
    return params;
}

OwnBusiness::OwnBusiness(Registry& registry, const Columns& columns, const LabourSetup& setup,
                         Params params, Shared shared)
    : schema_(registry.schema()),
      columns_(columns),
      setup_(setup),
      params_(std::move(params)),
      lives_(std::move(shared.lives)),
      asks_(std::move(shared.asks)),
      clock_(registry, "own_business", {num_bounds, num_classes, setup_.axes.region.size()},
             [&](std::size_t bound, int) {
                 return AnnualRate(static_cast<Bound>(bound) == Bound::own
                                       ? params_.end.value() + usual_founding
                                       : 0.0);
             }),
      due_(schema_.people->find<MonthStamp>(clock_.column_name())),
      opening_(setup.employers, {params_.wage, params_.skill_share, params_.employer_wage_sd}),
      start_(registry.add_draw("own_business", "start")),
      what_(registry.add_draw("own_business", "what")),
      employer_(registry.add_draw("own_business", "employer")),
      displaced_(
          tally(registry, setup, "businesses_displaced",
                "people who do not begin a business, as supported ones have taken the place")),
      ended_(tally(registry, setup, "businesses_ended", "people who cease to work for themselves")),
      opened_(
          tally(registry, setup, "employers_opened", "businesses that hired and became employers"))
{
    asks_.start->use_clock(due_);
    clock_.look_at(columns_.activity, schema_.person.gone, schema_.person.region);
}

ProcessInfo OwnBusiness::info() const
{
    return {.name = "own_business",
            .description = "businesses of one person begin, end, and become employers",
            .stage = Stage::jobs,
            .reads = {"key", "region", "area", "stay", "gone", "birth_month", "sex",
                      "employers.kind", "loans.marks"},
            .writes = {"activity", "job_terms", clock_.column_name(), "employers.key",
                       "employers.owner", "employers.backing"},
            .draws = {"candidate", "excess", "start", "sector", "what", "employer", "asks",
                      "asks_at_start"}};
}

std::size_t OwnBusiness::bound_of(Activity activity) const
{
    return static_cast<std::size_t>(activity == Activity::self_employed ? Bound::own : Bound::none);
}

void OwnBusiness::start(const StepContext& step, World& world)
{
    clock_.start(step, world, [&](const Rows& people, std::size_t row) {
        return bound_of(people[columns_.activity][row]);
    });
}

void OwnBusiness::prepare(const StepContext& step, const World& world)
{
    if (setup_.market->starts.empty()) {
        set_starts(step, world);
    }
    set_chances(world.replicated(setup_.employers.table));
    asks_.asking->open_month(step, world);
    set_start_chances();
    clock_.set_rates(step.now.index(),
                     {[&](std::size_t cls, std::size_t region, int) {
                          return AnnualRate(hazards(cls, region).all());
                      },
                      [](std::size_t) { return static_cast<std::size_t>(Bound::own); }});
    proposals_.resize(world);
    clocks_.resize(world);
}

/// What may befall a business in a year.
OwnBusiness::Hazards OwnBusiness::hazards(std::size_t cls, std::size_t region) const
{
    const auto owner = static_cast<Owner>(cls);
    const double gain = owner == Owner::gaining ? asks_.asking->terms().gain : 0.0;
    const double founding = founding_rate_[region].value();
    return {founding, founding * gain, params_.end.value() * std::max(0.0, 1.0 - gain),
            owner == Owner::free ? asks_.asking->owner_rate().value() : 0.0};
}

/// Those out of work who begin, those whose place support for others has taken, and those who would
/// begin with money.
void OwnBusiness::set_start_chances()
{
    const LabourMarket& market = *setup_.market;
    const double aspirants = 1.0 + asks_.asking->aspirants();
    starts_.clear();
    for (std::size_t region = 0; region < market.starts.size(); ++region) {
        const double usual = market.starts[region];
        const auto jobless = static_cast<double>(market.unemployed[region]);
        const double taken =
            jobless > 0.0 ? std::min(usual, asks_.asking->displaced(region) / jobless) : 0.0;
        starts_.push_back({Threshold(MonthlyProbability(usual - taken)),
                           Threshold(MonthlyProbability(usual)),
                           Threshold(MonthlyProbability(std::min(1.0, usual * aspirants)))});
    }
}

/// Those of the self-employed who will have left work for good a year from now, in fixed point, by
/// region; and how many of them live in villages.
void OwnBusiness::add_leaving(const Rows& people, Month now, std::span<std::int64_t> leaving) const
{
    const auto gone = people[schema_.person.gone];
    const auto region = people[schema_.person.region];
    const auto registered = people[columns_.registered_region];
    const auto birth_month = people[schema_.person.birth_month];
    const auto sex = people[schema_.person.sex];
    scan_rows<false>(people[columns_.activity], Activity::self_employed, [&](std::size_t row) {
        if (gone[row] == Gone::no) {
            const double ends =
                lives_.ends_in_a_year(registered[row], table_age(birth_month[row], now), sex[row]);
            leaving[region[row].value()] += static_cast<std::int64_t>(ends * share_unit + 0.5);
            leaving.back() += people[columns_.area][row] == Area::rural ? 1 : 0;
        }
    });
}

/// At the start as many begin as end, and as those who work for themselves leave work for good: by
/// age they would become fewer else, and nobody would follow them.
void OwnBusiness::set_starts(const StepContext& step, const World& world)
{
    LabourMarket& market = *setup_.market;
    const std::size_t num_regions = setup_.axes.region.size();
    std::vector<std::vector<std::int64_t>> of_shard(world.shards().size());
    step.threads.for_each(of_shard.size(), [&](std::size_t place, std::size_t /*worker*/) {
        of_shard[place].assign(num_regions + 1, 0);
        add_leaving(world.shards()[place].people(), step.now, of_shard[place]);
    });
    std::vector<std::int64_t> leaving(num_regions + 1, 0);
    for (const std::vector<std::int64_t>& shard : of_shard) {
        std::transform(leaving.begin(), leaving.end(), shard.begin(), leaving.begin(),
                       std::plus<>());
    }
    step.ranks.all_reduce_sum(leaving);
    const double ends = monthly(params_.end).value();
    BusinessAsking::Businesses now{0.0, static_cast<double>(leaving.back()), 0.0};
    for (std::size_t region = 0; region < num_regions; ++region) {
        const auto jobless = static_cast<double>(market.unemployed[region]);
        const double begun = ends * static_cast<double>(market.self_employed[region]) +
                             static_cast<double>(leaving[region]) / share_unit / months_in_year;
        market.starts.push_back(jobless > 0.0 ? std::min(1.0, begun / jobless) : 0.0);
        now.all += static_cast<double>(market.self_employed[region]);
        now.started_a_year += months_in_year * market.starts.back() * jobless;
    }
    asks_.asking->calibrate(now, step.scale);
}

/// New employers are a part of those there are.
void OwnBusiness::set_chances(const Rows& employers)
{
    LabourMarket& market = *setup_.market;
    const std::size_t num_regions = setup_.axes.region.size();
    std::vector<double> opening(num_regions, 0.0);
    for (std::size_t row = 0; row < employers.size(); ++row) {
        if (employers[setup_.employers.alive][row] == is_alive) {
            const auto kind = static_cast<std::size_t>(employers[setup_.employers.kind][row]);
            opening[employers[setup_.employers.region][row].value()] +=
                params_.opening[kind].value();
        }
    }
    founding_rate_.clear();
    for (std::size_t region = 0; region < num_regions; ++region) {
        const auto own = static_cast<double>(market.self_employed[region]);
        founding_rate_.emplace_back(own > 0.0 ? std::min(1.0, opening[region] / own) : 0.0);
    }
}

void OwnBusiness::propose(const ShardContext& here, const Shard& shard)
{
    Proposals& mine = proposals_[here.shard];
    mine.ending.clear();
    mine.starting.clear();
    mine.founders.clear();
    ring(here, shard, mine);
    const Rows& people = shard.people();
    const auto gone = people[schema_.person.gone];
    const auto region = people[schema_.person.region];
    const auto key = people[schema_.person.key];
    // Each worker keeps its lists: memory is asked for at the first shards only.
    struct Lists {
        std::vector<std::uint32_t> rows;
        std::vector<std::uint64_t> keys;
        std::vector<std::uint64_t> words;
    };
    auto& [rows, keys, words] = kept_by_worker<Lists>();
    rows.clear();
    append_rows_equal(people[columns_.activity], Activity::unemployed, rows);
    keys.resize(rows.size());
    words.resize(rows.size());
    std::transform(rows.begin(), rows.end(), keys.begin(),
                   [&](std::uint32_t row) { return key[row].value(); });
    here.step.random(start_).word_of_each(keys, draw_index(here.step.now), words);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t row = rows[i];
        const StartChance chance = starts_[region[row].value()];
        if (!chance.aspires.hit(words[i]) && !here.step.life) {
            continue;
        }
        if (gone[row] == Gone::no && people[columns_.stay][row] == at_home) {
            here.step.life.chance(key[row], "starts_business", chance.starts, words[i]);
            if (chance.starts.hit(words[i])) {
                mine.starting.push_back(rows[i]);
                asks_.asking->ask(here, shard, rows[i], AskerKind::starter);
            } else if (chance.usually.hit(words[i])) {
                here.counts.add(displaced_, region[row].value());
            } else if (chance.aspires.hit(words[i])) {
                asks_.asking->ask(here, shard, rows[i], AskerKind::aspirant);
            }
        }
    }
}

void OwnBusiness::ring(const ShardContext& here, const Shard& shard, Proposals& mine)
{
    const Rows& people = shard.people();
    const auto activity = people[columns_.activity];
    const auto gone = people[schema_.person.gone];
    const auto region = people[schema_.person.region];
    const auto key = people[schema_.person.key];
    // As in propose.
    struct Lists {
        std::vector<std::uint32_t> rows;
    };
    auto& [rows] = kept_by_worker<Lists>();
    clock_.ring(
        here.step, people,
        [&](std::size_t row) -> std::optional<ThinnedClock::Standing> {
            if (activity[row] != Activity::self_employed || gone[row] != Gone::no) {
                return std::nullopt;
            }
            return ThinnedClock::Standing{static_cast<std::uint8_t>(Bound::own),
                                          class_of(shard, key[row]), region[row].value()};
        },
        clocks_[here.shard], rows);
    for (const std::uint32_t row : rows) {
        befall(here, shard, row, mine);
    }
    // Rows lie in the order of keys only after a resumption: employers must not open otherwise.
    std::sort(mine.founders.begin(), mine.founders.end(),
              [](const Founder& one, const Founder& other) { return one.key < other.key; });
}

std::uint8_t OwnBusiness::class_of(const Shard& shard, PersonKey person) const
{
    const std::optional<bool> gains = asks_.asking->gains(shard, person);
    return static_cast<std::uint8_t>(!gains ? Owner::free
                                            : (*gains ? Owner::gaining : Owner::borrower));
}

/// A clock rang: the owner comes to hire, thinks of a loan, or ceases.
void OwnBusiness::befall(const ShardContext& here, const Shard& shard, std::uint32_t row,
                         Proposals& mine)
{
    const Rows& people = shard.people();
    const PersonKey key = people[schema_.person.key][row];
    const RegionId region = people[schema_.person.region][row];
    const std::uint8_t cls = class_of(shard, key);
    const Hazards hazard = hazards(cls, region.value());
    const double founding = std::max(0.0, hazard.founds + hazard.founds_by_loan);
    const Threshold founds(MonthlyProbability(founding / hazard.all()));
    const Threshold asks(MonthlyProbability((founding + hazard.asks) / hazard.all()));
    const Threshold anyway(MonthlyProbability(std::min(founding, hazard.founds) / hazard.all()));
    const std::uint64_t word = here.step.random(what_).word(key.value(), draw_index(here.step.now));
    here.step.life.chance(key, "hires_rather_than_ends", founds, word);
    if (founds.hit(word)) {
        const Backing supported = anyway.hit(word) ? Backing::deadweight : Backing::made;
        mine.founders.push_back(
            {key.value(), region, people[setup_.jobs.terms][row].sector(),
             static_cast<Owner>(cls) == Owner::free ? Backing::none : supported});
    } else if (asks.hit(word)) {
        asks_.asking->ask(here, shard, row, AskerKind::owner);
    } else {
        mine.ending.push_back(row);
    }
}

void OwnBusiness::commit(const ShardContext& here, Shard& shard)
{
    Rows& people = shard.people();
    const auto activity = people[columns_.activity];
    const auto region = people[schema_.person.region];
    const Proposals& mine = proposals_[here.shard];
    clock_.wind_rung(
        here.step, people, [&](std::size_t row) { return bound_of(activity[row]); },
        clocks_[here.shard]);
    for (const std::uint32_t row : mine.ending) {
        activity[row] = Activity::unemployed;
        here.counts.add(ended_, region[row].value());
    }
    for (const std::uint32_t row : mine.starting) {
        asks_.start->begin(here, shard, row);
    }
}

void OwnBusiness::conclude(const StepContext& step, World& world, Tallies& counts)
{
    std::vector<Founder> mine;
    for (const Proposals& proposals : proposals_) {
        mine.insert(mine.end(), proposals.founders.begin(), proposals.founders.end());
        for (const Founder& founder : proposals.founders) {
            counts.add(opened_, founder.region.value());
        }
    }
    std::vector<Founder> all = step.ranks.all_gather(std::span<const Founder>(mine));
    Rows& employers = world.replicated(setup_.employers.table);
    const AddressedDraw draw = step.random(employer_);
    std::size_t row = 0;
    for (const Founder& founder : all) {
        const std::uint64_t posts =
            1 + uniform_index(draw.word(founder.key, draw_index(step.now)), most_first_posts);
        opening_.open(employers,
                      {founder.key, founder.key, founder.region, founder.sector, EmployerKind::own,
                       founder.backing, posts},
                      draw, step.now, row);
    }
}

}  // namespace qonys::models::kz_migration
