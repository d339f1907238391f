#include "processes/job_search.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "processes/clocks.hpp"
#include "processes/row_scan.hpp"
#include "qonys/random/choice.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Rates depend on the scenario's tables alone and never change: the bound is the rate, and a hair.
constexpr double head_room = 1.0 + 1e-9;
/// Classes of the clock's bound. Whoever is hired gets a clock anew.
enum class Bound : std::uint8_t { no_job, employee };
constexpr std::size_t num_bounds = 2;

constexpr std::size_t most_sectors = Choice::max_alternatives;

}  // namespace

JobSearch::Params JobSearch::Params::read(Reader& in, const LabourAxes& axes, const Axes& people)
{
    const Bounds factor = Bounds::within(0.0, 10.0);
    Params params;
    params.separation = in.annual_rate(
        "separation_rate", {"1/year", "jobs that end in unemployment, but for layoffs and closures"});
    params.search_on_job =
        in.annual_rate("search_on_job_rate", {"1/year", "employees who look for another job"});
    params.separation_factor = in.table<double, SectorId>(
        "separation_factor", {axes.sector}, factor, {"-", "separation of a sector, relative"});
    params.separation_age = in.table<double, AgeGroupId>(
        "separation_age", {people.age_group}, factor, {"-", "separation by age, relative"});
    params.search = in.share("search", {"share", "unemployed who ask for a post in a month"});
    params.contact = in.share("contact", {"share", "vacant posts that can be found in a month"});
    params.same_sector = in.number("same_sector", Bounds::within(1.0, 1000.0),
                                   {"-", "weight of the last sector in search, relative"});
    params.post_below = in.number("post_below", Bounds::within(0.0, 1.0),
                                  {"-", "weight of posts that ask for less skill, relative"});
    params.post_above = in.number("post_above", Bounds::within(0.0, 1.0),
                                  {"-", "weight of posts that ask for more skill, relative"});
    params.better_by = in.number("better_by", Bounds::within(1.0, 10.0),
                                 {"ratio", "a new post pays so many times the old at least"});
    return params;
}

JobSearch::JobSearch(Registry& registry, const Shared& shared, Params params)
    : schema_(registry.schema()),
      columns_(shared.columns),
      setup_(shared.setup),
      offer_(shared.offer),
      params_(std::move(params)),
      clock_(registry, "job_search", {num_bounds, setup_.axes.sector.size(), 1},
             [&](std::size_t bound, int age) {
                 if (static_cast<Bound>(bound) == Bound::no_job) {
                     return AnnualRate(0.0);
                 }
                 const auto factors = params_.separation_factor.values();
                 const double separation =
                     params_.separation.value() * *std::max_element(factors.begin(), factors.end()) *
                     params_.separation_age(group_of(static_cast<std::size_t>(age)));
                 return AnnualRate(head_room * (separation + params_.search_on_job.value()));
             }),
      due_(schema_.people->find<MonthStamp>(clock_.column_name())),
      what_(registry.add_draw("job_search", "what")),
      search_(registry.add_draw("job_search", "search")),
      level_(registry.add_draw("job_search", "level")),
      sector_(registry.add_draw("job_search", "sector")),
      place_(registry.add_draw("job_search", "place")),
      terms_(registry.add_draw("job_search", "terms")),
      contact_(registry.add_draw("job_search", "contact")),
      ended_(shared.ended),
      hired_(registry.add_tally({.name = "hires",
                                 .description = "people hired, by region and sector of the job",
                                 .unit = "persons",
                                 .axes = {setup_.axes.region, setup_.axes.sector}})),
      searches_(MonthlyProbability(params_.search.value())),
      found_(MonthlyProbability(params_.contact.value()))
{
}

ProcessInfo JobSearch::info() const
{
    return {.name = "job_search",
            .description = "people quit, look for posts and are hired",
            .stage = Stage::jobs,
            .order = 10,
            .reads = {"key", "birth_month", "region", "education", "stay", "gone",
                      "employers.posts_low", "employers.premium"},
            .writes = {"employer", "activity", "job_terms", "wage_units", clock_.column_name()},
            .draws = {"candidate", "excess", "what", "search", "level", "sector", "place", "terms", "contact"}};
}

void JobSearch::start(const StepContext& step, World& world)
{
    step.threads.for_each(world.shards().size(), [&](std::size_t place, std::size_t) {
        Rows& people = world.shards()[place].people();
        const auto employer = people[setup_.jobs.employer];
        clock_.wind_new(step, people, step.now - 1, [&](std::size_t row) {
            return static_cast<std::size_t>(employer[row].valid() ? Bound::employee : Bound::no_job);
        });
    });
}

void JobSearch::prepare(const StepContext& step, const World& world)
{
    clock_.set_rates({[&](std::size_t sector, std::size_t, int age) {
                          const SectorId id(static_cast<SectorId::rep>(sector));
                          return AnnualRate(
                              params_.search_on_job.value() +
                              params_.separation.value() * params_.separation_factor(id) *
                                  params_.separation_age(group_of(static_cast<std::size_t>(age))));
                      },
                      [](std::size_t) { return static_cast<std::size_t>(Bound::employee); }});
    employers_ = &world.replicated(setup_.employers.table);
    posts_ = std::make_unique<OpenPosts>(
        *employers_, setup_, OpenPosts::Contact{step.random(contact_), step.now, found_});
    weigh_posts();
    proposals_.resize(world);
    changes_.resize(world);
}

/// Those who look go where posts are to be found.
void JobSearch::weigh_posts()
{
    const std::size_t num_sectors = setup_.axes.sector.size();
    inverse_weights_.assign(setup_.axes.num_segments() * num_skills,
                            std::numeric_limits<double>::infinity());
    level_weights_.assign(setup_.axes.region.size() * num_skills, 0.0);
    for (std::size_t region = 0; region < setup_.axes.region.size(); ++region) {
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            for (std::size_t s = 0; s < num_sectors; ++s) {
                const std::int64_t posts = posts_->slots()[posts_->segment(
                    RegionId(static_cast<RegionId::rep>(region)),
                    SectorId(static_cast<SectorId::rep>(s)), static_cast<Skill>(skill))];
                level_weights_[region * num_skills + skill] += static_cast<double>(posts);
                if (posts > 0) {
                    inverse_weights_[(region * num_skills + skill) * num_sectors + s] =
                        1.0 / static_cast<double>(posts);
                }
            }
        }
    }
}

void JobSearch::propose(const ShardContext& here, const Shard& shard)
{
    Proposals& mine = proposals_[here.shard];
    mine.quitting.clear();
    mine.seekers.clear();
    mine.hires.clear();
    ring_jobs(here, shard, mine);
    find_unemployed(here, shard, mine);
}

void JobSearch::ring_jobs(const ShardContext& here, const Shard& shard, Proposals& mine) const
{
    const Rows& people = shard.people();
    const auto employer = people[setup_.jobs.employer];
    const auto terms = people[setup_.jobs.terms];
    const auto gone = people[schema_.person.gone];
    const auto birth_month = people[schema_.person.birth_month];
    std::vector<std::uint32_t> rows;
    clock_.ring(
        here.step, people,
        [&](std::size_t row) -> std::optional<ThinnedClock::Standing> {
            if (!employer[row].valid() || gone[row] != Gone::no) {
                return std::nullopt;
            }
            return ThinnedClock::Standing{static_cast<std::uint8_t>(Bound::employee),
                                          terms[row].sector().value(), 0};
        },
        rows);
    const AddressedDraw what = here.step.random(what_);
    for (const std::uint32_t row : rows) {
        const std::size_t age = table_age(birth_month[row], here.step.now);
        const double quits = params_.separation.value() * params_.separation_factor(terms[row].sector()) *
                             params_.separation_age(group_of(age));
        const Threshold quit(MonthlyProbability(quits / (quits + params_.search_on_job.value())));
        const std::uint64_t key = people[schema_.person.key][row].value();
        if (quit.hit(what.word(key, draw_index(here.step.now)))) {
            mine.quitting.push_back(row);
        } else if (auto looks = seeker(here, shard, row)) {
            looks->reservation =
                params_.better_by * wage(employer[row].value(), people[setup_.jobs.wage_units][row]);
            mine.seekers.push_back(*looks);
        }
    }
}

void JobSearch::find_unemployed(const ShardContext& here, const Shard& shard, Proposals& mine) const
{
    const Rows& people = shard.people();
    const auto gone = people[schema_.person.gone];
    const auto stay = people[columns_.stay];
    const auto key = people[schema_.person.key];
    std::vector<std::uint32_t> rows;
    append_rows_equal(people[columns_.activity], Activity::unemployed, rows);
    std::erase_if(rows,
                  [&](std::uint32_t row) { return gone[row] != Gone::no || stay[row] != at_home; });
    std::vector<std::uint64_t> keys(rows.size());
    std::vector<std::uint64_t> words(rows.size());
    std::transform(rows.begin(), rows.end(), keys.begin(),
                   [&](std::uint32_t row) { return key[row].value(); });
    here.step.random(search_).word_of_each(keys, draw_index(here.step.now), words);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (searches_.hit(words[i])) {
            if (const auto looks = seeker(here, shard, rows[i])) {
                mine.seekers.push_back(*looks);
            }
        }
    }
}

/// The skill of the posts that are looked at: one's own, or a level off it where there are more.
std::optional<Skill> JobSearch::level(const ShardContext& here, RegionId region, Skill own,
                                      std::uint64_t key) const
{
    std::array<double, num_skills> inverse{};
    bool is_any = false;
    for (std::size_t skill = 0; skill < num_skills; ++skill) {
        const int step = static_cast<int>(skill) - static_cast<int>(own);
        const double liking = step == 0 ? 1.0
                              : step == -1 ? params_.post_below
                              : step == 1  ? params_.post_above
                                           : 0.0;
        const double weight = liking * level_weights_[region.value() * num_skills + skill];
        inverse[skill] = weight > 0.0 ? 1.0 / weight : std::numeric_limits<double>::infinity();
        is_any = is_any || weight > 0.0;
    }
    if (!is_any) {
        return std::nullopt;
    }
    return static_cast<Skill>(
        choose(here.step.random(level_), key, draw_index(here.step.now), inverse));
}

std::optional<JobSearch::Seeker> JobSearch::seeker(const ShardContext& here, const Shard& shard,
                                                   std::size_t row) const
{
    const Rows& people = shard.people();
    const std::size_t num_sectors = setup_.axes.sector.size();
    const RegionId region = people[schema_.person.region][row];
    const std::uint64_t key = people[schema_.person.key][row].value();
    const auto skill = level(here, region, skill_of(people[columns_.education][row]), key);
    if (!skill) {
        return std::nullopt;
    }
    std::array<double, most_sectors> inverse{};
    const std::size_t first =
        (region.value() * num_skills + static_cast<std::size_t>(*skill)) * num_sectors;
    const auto here_weights = std::span(inverse_weights_).subspan(first, num_sectors);
    std::copy(here_weights.begin(), here_weights.end(), inverse.begin());
    const SectorId last = people[setup_.jobs.terms][row].sector();
    if (last.valid()) {
        inverse[last.value()] /= params_.same_sector;
    }
    const std::uint32_t index = draw_index(here.step.now);
    const SectorId sector(static_cast<SectorId::rep>(
        choose(here.step.random(sector_), key, index, std::span(inverse).first(num_sectors))));
    const AddressedDraw::Block place = here.step.random(place_).block(key, index);
    return Seeker{{static_cast<std::uint32_t>(posts_->segment(region, sector, *skill)), 1,
                   place[0] | static_cast<std::uint64_t>(place[1]) << 32, key},
                  place[2] | static_cast<std::uint64_t>(place[3]) << 32,
                  0.0,
                  static_cast<std::uint32_t>(row),
                  shard.id(),
                  offer_.units(sector, *skill, here.step.random(terms_).word(key, index)),
                  *skill};
}

double JobSearch::wage(std::size_t employer, WageUnits units) const
{
    return (*employers_)[setup_.employers.base_wage][employer] *
           (*employers_)[setup_.employers.premium][employer] *
           setup_.market->wage_level() * units / units_per_wage;
}

std::vector<std::vector<JobSearch::Seeker>> JobSearch::winners_by_segment(const StepContext& step)
{
    std::vector<Candidate> candidates;
    for (const Proposals& proposals : proposals_) {
        for (const Seeker& one : proposals.seekers) {
            candidates.push_back(one.candidate);
        }
    }
    const Allocation allocation = qonys::allocate(step.ranks, candidates, posts_->slots());
    std::vector<Seeker> mine;
    for (const Proposals& proposals : proposals_) {
        std::copy_if(proposals.seekers.begin(), proposals.seekers.end(), std::back_inserter(mine),
                     [&](const Seeker& one) { return allocation.wins(one.candidate); });
    }
    std::vector<std::vector<Seeker>> segments(posts_->slots().size());
    for (const Seeker& one : step.ranks.all_gather(std::span<const Seeker>(mine))) {
        segments[one.candidate.segment].push_back(one);
    }
    return segments;
}

void JobSearch::allocate(const StepContext& step, const World& world)
{
    const std::vector<std::vector<Seeker>> winners = winners_by_segment(step);
    struct Match {
        ShardId shard;
        Hire hire;
    };
    std::vector<std::vector<Match>> matches(winners.size());
    step.threads.for_each(winners.size(), [&](std::size_t segment, std::size_t /*worker*/) {
        const auto posts = posts_->of(segment);
        std::vector<RingPoint> seekers;
        for (const Seeker& one : winners[segment]) {
            seekers.push_back({one.candidate.segment, one.position, one.candidate.key});
        }
        std::vector<RingPoint> places;
        for (const OpenPosts::Post& post : posts) {
            places.push_back(post.place);
        }
        for (const RingPair& pair : pair_on_ring(seekers, places)) {
            const Seeker& one = winners[segment][pair.seeker];
            const EmployerId employer = posts[pair.post].employer;
            if (wage(employer.value(), one.units) > one.reservation) {
                matches[segment].push_back({one.shard, {one.row, employer, one.units, one.skill}});
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
    clock_.wind_rung(here.step, people, [&](std::size_t row) {
        return static_cast<std::size_t>(employer[row].valid() ? Bound::employee : Bound::no_job);
    });
    const auto activity = people[columns_.activity];
    const auto job_region = (*employers_)[setup_.employers.region];
    for (const std::uint32_t row : mine.quitting) {
        here.counts.add(ended_, static_cast<std::size_t>(JobEnd::quit) * setup_.axes.region.size() +
                                    job_region[employer[row].value()].value());
        changes.push_back(end_job(people, setup_.jobs, row));
        activity[row] = Activity::unemployed;
    }
    for (const Hire& hire : mine.hires) {
        // Who has begun a business this month needs no post.
        if (activity[hire.row] != Activity::self_employed) {
            take(here, people, hire, changes);
        }
    }
}

void JobSearch::take(const ShardContext& here, Rows& people, const Hire& hire,
                     std::vector<StaffChange>& changes) const
{
    const std::size_t row = hire.row;
    const std::size_t num_regions = setup_.axes.region.size();
    if (people[setup_.jobs.employer][row].valid()) {
        const RegionId region =
            (*employers_)[setup_.employers.region][people[setup_.jobs.employer][row].value()];
        here.counts.add(ended_,
                        static_cast<std::size_t>(JobEnd::other_job) * num_regions + region.value());
        changes.push_back(end_job(people, setup_.jobs, row));
    }
    const RegionId region = (*employers_)[setup_.employers.region][hire.employer.value()];
    const SectorId sector = (*employers_)[setup_.employers.sector][hire.employer.value()];
    const std::uint64_t key = people[schema_.person.key][row].value();
    // The first word of the terms gave the wage, the second the contract.
    const AddressedDraw::Block words =
        here.step.random(terms_).block(key, draw_index(here.step.now));
    people[setup_.jobs.employer][row] = hire.employer;
    people[setup_.jobs.wage_units][row] = hire.units;
    people[setup_.jobs.terms][row] = {
        sector, hire.skill, offer_.contract(words[2] | static_cast<std::uint64_t>(words[3]) << 32)};
    people[columns_.activity][row] = Activity::employee;
    people[due_][row] = clock_unset;
    changes.push_back({hire.employer, hire.skill, 1, hire.units});
    here.counts.add(hired_, setup_.axes.segment(region, sector));
}

void JobSearch::conclude(const StepContext& step, World& world, Tallies& /*counts*/)
{
    share_changes(step, world, setup_.employers, changes_);
}

}  // namespace qonys::models::kz_migration
