#include "processes/own_business.hpp"

#include <algorithm>
#include <limits>

#include "processes/clocks.hpp"
#include "qonys/core/math.hpp"
#include "qonys/core/name.hpp"
#include "qonys/random/choice.hpp"
#include "qonys/random/distribution/categorical.hpp"
#include "qonys/random/distribution/normal.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Businesses that come to hire in a year, as far as the clock leaves room: more are drawn apart, which
/// asks everybody. In cities with many employers and few self-employed people some 0.2 a year.
constexpr double usual_founding = 0.4;

constexpr double share_unit = 0x1p32;  ///< fixed point: sums do not depend on order

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
                         Params params, WorkingLives lives)
    : schema_(registry.schema()),
      columns_(columns),
      setup_(setup),
      params_(std::move(params)),
      lives_(std::move(lives)),
      clock_(registry, "own_business", {num_bounds, 1, setup_.axes.region.size()},
             [&](std::size_t bound, int) {
                 return AnnualRate(static_cast<Bound>(bound) == Bound::own
                                       ? params_.end.value() + usual_founding
                                       : 0.0);
             }),
      due_(schema_.people->find<MonthStamp>(clock_.column_name())),
      start_(registry.add_draw("own_business", "start")),
      sector_(registry.add_draw("own_business", "sector")),
      what_(registry.add_draw("own_business", "what")),
      employer_(registry.add_draw("own_business", "employer")),
      started_(
          tally(registry, setup, "businesses_started", "people who begin to work for themselves")),
      ended_(tally(registry, setup, "businesses_ended", "people who cease to work for themselves")),
      opened_(
          tally(registry, setup, "employers_opened", "businesses that hired and became employers"))
{
    for (std::size_t region = 0; region < setup_.axes.region.size(); ++region) {
        for (std::size_t sector = 0; sector < setup_.axes.sector.size(); ++sector) {
            const double weight =
                params_.self_employed(RegionId(static_cast<RegionId::rep>(region)),
                                      SectorId(static_cast<SectorId::rep>(sector)));
            inverse_weights_.push_back(weight > 0.0 ? 1.0 / weight
                                                    : std::numeric_limits<double>::infinity());
        }
    }
    clock_.look_at(columns_.activity, schema_.person.gone, schema_.person.region);
}

ProcessInfo OwnBusiness::info() const
{
    return {.name = "own_business",
            .description = "businesses of one person begin, end, and become employers",
            .stage = Stage::jobs,
            .reads = {"key", "region", "stay", "gone", "birth_month", "sex", "employers.kind"},
            .writes = {"activity", "job_terms", clock_.column_name(), "employers.key",
                       "employers.owner"},
            .draws = {"candidate", "excess", "start", "sector", "what", "employer"}};
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
    clock_.set_rates(step.now.index(),
                     {[&](std::size_t, std::size_t region, int) {
                          return AnnualRate(params_.end.value() + founding_rate_[region].value());
                      },
                      [](std::size_t) { return static_cast<std::size_t>(Bound::own); }});
    proposals_.resize(world);
    clocks_.resize(world);
}

/// Those of the self-employed who will have left work for good a year from now, in fixed point, by
/// region.
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
        of_shard[place].assign(num_regions, 0);
        add_leaving(world.shards()[place].people(), step.now, of_shard[place]);
    });
    std::vector<std::int64_t> leaving(num_regions, 0);
    for (const std::vector<std::int64_t>& shard : of_shard) {
        std::transform(leaving.begin(), leaving.end(), shard.begin(), leaving.begin(),
                       std::plus<>());
    }
    step.ranks.all_reduce_sum(leaving);
    const double ends = monthly(params_.end).value();
    for (std::size_t region = 0; region < leaving.size(); ++region) {
        const auto jobless = static_cast<double>(market.unemployed[region]);
        const double begun = ends * static_cast<double>(market.self_employed[region]) +
                             static_cast<double>(leaving[region]) / share_unit / months_in_year;
        market.starts.push_back(jobless > 0.0 ? std::min(1.0, begun / jobless) : 0.0);
    }
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
    starts_.clear();
    founding_rate_.clear();
    for (std::size_t region = 0; region < num_regions; ++region) {
        const auto own = static_cast<double>(market.self_employed[region]);
        starts_.emplace_back(MonthlyProbability(market.starts[region]));
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
    thread_local std::vector<std::uint32_t> rows;
    thread_local std::vector<std::uint64_t> keys;
    thread_local std::vector<std::uint64_t> words;
    rows.clear();
    append_rows_equal(people[columns_.activity], Activity::unemployed, rows);
    keys.resize(rows.size());
    words.resize(rows.size());
    std::transform(rows.begin(), rows.end(), keys.begin(),
                   [&](std::uint32_t row) { return key[row].value(); });
    here.step.random(start_).word_of_each(keys, draw_index(here.step.now), words);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t row = rows[i];
        const Threshold chance = starts_[region[row].value()];
        if (!chance.hit(words[i]) && !here.step.life) {
            continue;
        }
        if (gone[row] == Gone::no && people[columns_.stay][row] == at_home) {
            here.step.life.chance(key[row], "starts_business", chance, words[i]);
            if (chance.hit(words[i])) {
                mine.starting.push_back(rows[i]);
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
    std::vector<std::uint32_t> rows;
    clock_.ring(
        here.step, people,
        [&](std::size_t row) -> std::optional<ThinnedClock::Standing> {
            if (activity[row] != Activity::self_employed || gone[row] != Gone::no) {
                return std::nullopt;
            }
            return ThinnedClock::Standing{static_cast<std::uint8_t>(Bound::own), 0,
                                          region[row].value()};
        },
        clocks_[here.shard], rows);
    const AddressedDraw what = here.step.random(what_);
    for (const std::uint32_t row : rows) {
        const double founds = founding_rate_[region[row].value()].value();
        const Threshold founding(MonthlyProbability(founds / (founds + params_.end.value())));
        const std::uint64_t word = what.word(key[row].value(), draw_index(here.step.now));
        here.step.life.chance(key[row], "hires_rather_than_ends", founding, word);
        if (founding.hit(word)) {
            mine.founders.push_back(
                {key[row].value(), region[row], people[setup_.jobs.terms][row].sector()});
        } else {
            mine.ending.push_back(row);
        }
    }
    // Rows lie in the order of keys only after a resumption: employers must not open otherwise.
    std::sort(mine.founders.begin(), mine.founders.end(),
              [](const Founder& one, const Founder& other) { return one.key < other.key; });
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
    const std::size_t num_sectors = setup_.axes.sector.size();
    const AddressedDraw sector = here.step.random(sector_);
    for (const std::uint32_t row : mine.starting) {
        const auto weights =
            std::span(inverse_weights_).subspan(region[row].value() * num_sectors, num_sectors);
        const SectorId begun(static_cast<SectorId::rep>(
            choose(sector, people[schema_.person.key][row].value(), draw_index(here.step.now),
                   weights)));
        here.step.life.choice(people[schema_.person.key][row],
                              {"sector", weights, begun.value(), setup_.axes.sector.codes()});
        people[setup_.jobs.terms][row] = {begun, Skill::low, Contract::none};
        activity[row] = Activity::self_employed;
        people[due_][row] = clock_unset;
        here.counts.add(started_, region[row].value());
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
    const auto is_free = [&](std::size_t row) {
        bool is_empty = employers[setup_.employers.alive][row] != is_alive;
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            is_empty = is_empty && staff_of(employers, setup_.employers, skill, row) == 0;
        }
        return is_empty;
    };
    std::size_t row = 0;
    for (const Founder& founder : all) {
        while (row < employers.size() && !is_free(row)) {
            ++row;
        }
        if (row == employers.size()) {
            employers.append(1);
        }
        open(step, employers, founder, row);
    }
}

void OwnBusiness::open(const StepContext& step, Rows& employers, const Founder& founder,
                       std::size_t row) const
{
    const EmployerColumns& columns = setup_.employers;
    const AddressedDraw draw = step.random(employer_);
    const std::uint32_t index = draw_index(step.now);
    std::vector<double> shares;
    for (std::size_t skill = 0; skill < num_skills; ++skill) {
        shares.push_back(params_.skill_share(founder.sector, static_cast<Skill>(skill)));
        employers[columns.size[skill]][row] = 0.0;
        employers[columns.posts[skill]][row] = 0;
        employers[columns.paid_units[skill]][row] = 0;
        employers[columns.off_books[skill]][row] = 0;
        employers[columns.layoff[skill]][row] = 0;
        employers[columns.foreign[skill]][row] = 0;
    }
    const Categorical skill_of_post(shares);
    const std::uint64_t posts =
        1 + uniform_index(draw.word(founder.key, index), most_first_posts);
    for (std::uint32_t post = 0; post < posts; ++post) {
        const std::size_t skill = skill_of_post(draw.word_pair(founder.key, index, 1 + post)[0]);
        employers[columns.size[skill]][row] += 1.0;
    }
    const double sd = params_.employer_wage_sd;
    const double z = standard_normal(draw.word(founder.key ^ index, 0));
    employers[columns.key][row] = mix64(founder.key ^ mix64(index));
    employers[columns.owner][row] = founder.key;
    employers[columns.region][row] = founder.region;
    employers[columns.sector][row] = founder.sector;
    employers[columns.kind][row] = EmployerKind::own;
    employers[columns.opened][row] = stamp(step.now);
    employers[columns.part][row] = 1.0;
    employers[columns.fortune][row] = 0.0;
    employers[columns.base_wage][row] =
        params_.wage(founder.region, founder.sector) * exact::exp(sd * z - sd * sd / 2.0);
    employers[columns.luck][row] = 1.0;
    employers[columns.log_premium][row] = 0.0;
    employers[columns.premium][row] = 1.0;
    employers[columns.response][row] = 1.0;
    employers[columns.open_months][row] = 0;
    employers[columns.shrinking][row] = 0;
    employers[columns.alive][row] = is_alive;
}

}  // namespace qonys::models::kz_migration
