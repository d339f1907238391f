#include "processes/job_search.hpp"

#include <algorithm>

#include "processes/clocks.hpp"
#include "qonys/parallel/worker_local.hpp"
#include "qonys/world/row_scan.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Rates depend on the scenario's tables alone and never change: the bound is the rate, and a hair.
constexpr double head_room = 1.0 + 1e-9;
/// Classes of the clock's bound. Whoever is hired gets a clock anew.
enum class Bound : std::uint8_t { no_job, employee };
constexpr std::size_t num_bounds = 2;

}  // namespace

JobSearch::JobSearch(Registry& registry, const Shared& shared, Params params)
    : schema_(registry.schema()),
      columns_(shared.columns),
      setup_(shared.setup),
      offer_(shared.offer),
      placement_(shared.placement),
      params_(std::move(params)),
      clock_(registry, "job_search", {num_bounds, setup_.axes.sector.size(), 1},
             [&](std::size_t bound, int age) {
                 if (static_cast<Bound>(bound) == Bound::no_job) {
                     return AnnualRate(0.0);
                 }
                 const auto factors = params_.separation_factor.values();
                 const double separation = params_.separation_rate(
                     *std::max_element(factors.begin(), factors.end()), static_cast<std::size_t>(age));
                 return AnnualRate(head_room * (separation + params_.search_on_job.value()));
             }),
      due_(schema_.people->find<MonthStamp>(clock_.column_name())),
      choice_(registry, setup_.axes, params_.choice),
      quits_(params_.quits()),
      what_(registry.add_draw("job_search", "what")),
      search_(registry.add_draw("job_search", "search")),
      place_(registry.add_draw("job_search", "place")),
      terms_(registry.add_draw("job_search", "terms")),
      contact_(registry.add_draw("job_search", "contact")),
      ended_(shared.ended),
      hired_(registry.add_tally({.name = "hires",
                                 .description = "people hired, by region and sector of the job",
                                 .unit = "persons",
                                 .axes = {setup_.axes.region, setup_.axes.sector}})),
      informal_(registry.add_tally({.name = "informal_hires",
                                    .description = "people hired without a contract",
                                    .unit = "persons",
                                    .axes = {setup_.axes.region}})),
      searches_(MonthlyProbability(params_.search.value())),
      integration_(shared.integration),
      found_(MonthlyProbability(params_.contact.value()))
{
    clock_.look_at(setup_.jobs.employer, setup_.jobs.terms, schema_.person.gone);
}

ProcessInfo JobSearch::info() const
{
    return {.name = "job_search",
            .description = "people quit, look for posts and are hired",
            .stage = Stage::jobs,
            .order = 10,
            .reads = {"key", "birth_month", "region", "education", "stay", "gone",
                      "employers.posts_low", "employers.premium", "settlement", "contract_month"},
            .writes = {"employer", "activity", "job_terms", "wage_units", clock_.column_name(),
                       "employers.filled_low"},
            .levers = SettlerPlacement::levers(),
            .draws = {"candidate", "excess", "what", "search", "level", "sector", "place", "terms",
                      "contact", "uptake"}};
}

void JobSearch::start(const StepContext& step, World& world)
{
    clock_.start(step, world, [&](const Rows& people, std::size_t row) {
        return static_cast<std::size_t>(people[setup_.jobs.employer][row].valid() ? Bound::employee
                                                                                  : Bound::no_job);
    });
}

void JobSearch::prepare(const StepContext& step, const World& world)
{
    clock_.set_rates(ThinnedClock::forever,
                     {[&](std::size_t sector, std::size_t, int age) {
                          const SectorId id(static_cast<SectorId::rep>(sector));
                          return AnnualRate(params_.search_on_job.value() +
                                            params_.separation_rate(params_.separation_factor(id),
                                                                    static_cast<std::size_t>(age)));
                      },
                      [](std::size_t) { return static_cast<std::size_t>(Bound::employee); }});
    employers_ = &world.replicated(setup_.employers.table);
    posts_ = std::make_unique<OpenPosts>(
        step.threads, *employers_, setup_,
        OpenPosts::Contact{step.random(contact_), step.now, found_});
    choice_.weigh(*posts_);
    proposals_.resize(world);
    clocks_.resize(world);
    changes_.resize(world);
}

void JobSearch::propose(const ShardContext& here, const Shard& shard)
{
    Proposals& mine = proposals_[here.shard];
    mine.quitting.clear();
    mine.seekers.clear();
    mine.hires.clear();
    // Each worker keeps its lists, here and below: memory is asked for at the first shards only.
    struct Lists {
        std::vector<std::uint32_t> looking;
    };
    auto& [looking] = kept_by_worker<Lists>();
    looking.clear();
    ring_jobs(here, shard, mine, looking);
    find_unemployed(here, shard, looking);
    ask(here, shard, looking, mine);
}

void JobSearch::ring_jobs(const ShardContext& here, const Shard& shard, Proposals& mine,
                          std::vector<std::uint32_t>& looking)
{
    const Rows& people = shard.people();
    const auto employer = people[setup_.jobs.employer];
    const auto terms = people[setup_.jobs.terms];
    const auto gone = people[schema_.person.gone];
    const auto birth_month = people[schema_.person.birth_month];
    struct Lists {
        std::vector<std::uint32_t> rows;
    };
    auto& [rows] = kept_by_worker<Lists>();
    clock_.ring(
        here.step, people,
        [&](std::size_t row) -> std::optional<ThinnedClock::Standing> {
            if (!employer[row].valid() || gone[row] != Gone::no) {
                return std::nullopt;
            }
            return ThinnedClock::Standing{static_cast<std::uint8_t>(Bound::employee),
                                          terms[row].sector().value(), 0};
        },
        clocks_[here.shard], rows);
    const AddressedDraw what = here.step.random(what_);
    for (const std::uint32_t row : rows) {
        const Threshold quit = quits_[terms[row].sector().value() * num_ages +
                                      table_age(birth_month[row], here.step.now)];
        const std::uint64_t key = people[schema_.person.key][row].value();
        const std::uint64_t word = what.word(key, draw_index(here.step.now));
        here.step.life.chance(PersonKey(key), "quits_rather_than_searches", quit, word);
        if (quit.hit(word)) {
            mine.quitting.push_back(row);
        } else {
            looking.push_back(row);
        }
    }
}

void JobSearch::find_unemployed(const ShardContext& here, const Shard& shard,
                                std::vector<std::uint32_t>& looking) const
{
    const Rows& people = shard.people();
    const auto gone = people[schema_.person.gone];
    const auto stay = people[columns_.stay];
    const auto key = people[schema_.person.key];
    struct Lists {
        std::vector<std::uint32_t> rows;
        std::vector<std::uint64_t> keys;
        std::vector<std::uint64_t> words;
        std::vector<std::optional<int>> months;
    };
    auto& [rows, keys, words, months] = kept_by_worker<Lists>();
    rows.clear();
    append_rows_equal(people[columns_.activity], Activity::unemployed, rows);
    prefetch_rows(gone, rows);
    prefetch_rows(stay, rows);
    std::erase_if(rows,
                  [&](std::uint32_t row) { return gone[row] != Gone::no || stay[row] != at_home; });
    keys.resize(rows.size());
    words.resize(rows.size());
    std::transform(rows.begin(), rows.end(), keys.begin(),
                   [&](std::uint32_t row) { return key[row].value(); });
    here.step.random(search_).word_of_each(keys, draw_index(here.step.now), words);
    placement_.months_of_each(here, shard, rows, months);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Threshold searches = integration_->search(shard, rows[i], here.step.now, searches_);
        here.step.life.chance(PersonKey(keys[i]), "searches", searches, words[i]);
        if (searches.hit(words[i]) || placement_.refers(here, months[i])) {
            looking.push_back(rows[i]);
        }
    }
}

/// Everybody who looks for a post asks for one of a segment.
void JobSearch::ask(const ShardContext& here, const Shard& shard,
                    std::span<const std::uint32_t> looking, Proposals& mine) const
{
    const Rows& people = shard.people();
    const auto key = people[schema_.person.key];
    const auto region = people[schema_.person.region];
    const auto education = people[columns_.education];
    const auto terms = people[setup_.jobs.terms];
    struct Lists {
        std::vector<PostChoice::Looker> lookers;
        std::vector<PostChoice::Aim> aims;
        std::vector<std::uint64_t> keys;
        std::vector<std::uint64_t> priorities;
        std::vector<std::uint64_t> positions;
        std::vector<std::optional<int>> months;
    };
    auto& [lookers, aims, keys, priorities, positions, months] = kept_by_worker<Lists>();
    lookers.clear();
    keys.clear();
    prefetch_rows(region, looking);
    prefetch_rows(education, looking);
    prefetch_rows(terms, looking);
    for (const std::uint32_t row : looking) {
        keys.push_back(key[row].value());
        lookers.push_back(
            {key[row].value(), region[row], skill_of(education[row]), terms[row].sector()});
    }
    choice_.aims(here.step, lookers, aims);
    priorities.resize(keys.size());
    positions.resize(keys.size());
    here.step.random(place_).word_pair_of_each(keys, draw_index(here.step.now), priorities,
                                               positions);
    placement_.months_of_each(here, shard, looking, months);
    for (std::size_t i = 0; i < looking.size(); ++i) {
        if (aims[i].is_any) {
            const std::size_t segment =
                posts_->segment(lookers[i].region, aims[i].sector, aims[i].skill);
            const std::uint64_t priority =
                placement_.priority(here, shard, looking[i], months[i], priorities[i]);
            mine.seekers.push_back({{static_cast<std::uint32_t>(segment), 1, priority, keys[i]},
                                    positions[i],
                                    looking[i],
                                    aims[i].sector,
                                    aims[i].skill});
        }
    }
}

double JobSearch::wage(std::size_t employer, WageUnits units) const
{
    return wage_of(*employers_, setup_.employers, employer, units, setup_.market->wage_level());
}

void JobSearch::allocate(const StepContext& step, const World& world)
{
    const Grouped<Winner> winners_of = winners(step, world);
    struct Match {
        ShardId shard;
        Hire hire;
    };
    std::vector<std::vector<Match>> matches(winners_of.num_groups());
    step.threads.for_each(matches.size(), [&](std::size_t segment, std::size_t /*worker*/) {
        const auto posts = posts_->of(segment);
        const auto seekers = winners_of[segment];
        std::vector<RingPoint> askers(seekers.size());
        std::transform(seekers.begin(), seekers.end(), askers.begin(),
                       [](const Winner& one) { return one.place; });
        std::vector<RingPoint> places(posts.size());
        std::transform(posts.begin(), posts.end(), places.begin(),
                       [](const OpenPosts::Post& post) { return post.place; });
        for (const RingPair& pair : pair_on_ring(askers, places)) {
            const Winner& one = seekers[pair.seeker];
            const EmployerId employer = posts[pair.post].employer;
            if (wage(employer.value(), one.units) > one.reservation) {
                matches[segment].push_back(
                    {one.shard,
                     {one.row, employer, one.units, one.skill, posts[pair.post].off_books}});
            }
        }
    });
    for (const std::vector<Match>& segment : matches) {
        for (const Match& match : segment) {
            const std::size_t shard = match.shard.value();
            if (shard >= world.first_shard() &&
                shard < world.first_shard() + world.shards().size()) {
                proposals_[shard - world.first_shard()].hires.push_back(match.hire);
            }
        }
    }
}

void JobSearch::commit(const ShardContext& here, Shard& shard)
{
    Rows& people = shard.people();
    const Proposals& mine = proposals_[here.shard];
    std::vector<StaffChange>& changes = changes_[here.shard];
    const auto employer = people[setup_.jobs.employer];
    clock_.wind_rung(
        here.step, people,
        [&](std::size_t row) {
            return static_cast<std::size_t>(employer[row].valid() ? Bound::employee
                                                                  : Bound::no_job);
        },
        clocks_[here.shard]);
    const auto activity = people[columns_.activity];
    const auto job_region = (*employers_)[setup_.employers.region];
    for (const std::uint32_t row : mine.quitting) {
        here.counts.add(ended_, static_cast<std::size_t>(JobEnd::quit) * setup_.axes.region.size() +
                                    job_region[employer[row].value()].value());
        changes.push_back(end_job(people, setup_.jobs, row));
        activity[row] = Activity::unemployed;
    }
    prefetch_hired(shard, mine.hires);
    for (const Hire& hire : mine.hires) {
        // Who has begun a business this month needs no post.
        if (activity[hire.row] != Activity::self_employed) {
            const bool had_none = activity[hire.row] != Activity::employee;
            take(here, people, hire, changes);
            if (had_none) {
                placement_.hired(here, shard, hire.row,
                                 people[setup_.jobs.terms][hire.row].contract());
            }
        }
    }
}

void JobSearch::conclude(const StepContext& step, World& world, Tallies& /*counts*/)
{
    share_changes(step, world, setup_.employers, changes_);
}

}  // namespace qonys::models::kz_migration
