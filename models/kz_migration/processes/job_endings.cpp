#include "processes/job_endings.hpp"

#include <algorithm>
#include <array>

#include "processes/thinned_clock.hpp"
#include "qonys/parallel/worker_local.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::array<const char*, 7> reasons{"quit",  "other_job", "laid_off", "closed",
                                             "moved", "left_work", "gone"};

}  // namespace

TallyId JobEndings::declare(Registry& registry, const Axis& region)
{
    return registry.add_tally(
        {.name = "jobs_ended",
         .description = "jobs of employees that ended, by reason and region of the job",
         .unit = "jobs",
         .axes = {Axis("job_end", {reasons.begin(), reasons.end()}), region}});
}

JobEndings::JobEndings(Registry& registry, const Columns& columns, const LabourSetup& setup,
                       TallyId ended)
    : schema_(registry.schema()),
      columns_(columns),
      setup_(setup),
      layoff_(registry.add_draw("job_endings", "layoff")),
      ended_(ended)
{
}

ProcessInfo JobEndings::info() const
{
    return {.name = "job_endings",
            .description = "jobs end with death, moves, layoffs and the employer's closing",
            .stage = Stage::status,
            .order = 20,  // after everything that moves people or ends their working life
            .reads = {"gone", "region", "key", "employers.alive", "employers.layoff_low"},
            .writes = {"employer", "activity", "job_terms", "wage_units", "employers.filled_low"},
            .draws = {"layoff"}};
}

void JobEndings::prepare(const StepContext& step, const World& world)
{
    changes_.resize(world);
    const EmployerColumns& columns = setup_.employers;
    const Rows& employers = world.replicated(columns.table);
    const auto region = employers[columns.region];
    const auto alive = employers[columns.alive];
    quiet_region_.assign(region.begin(), region.end());
    employers_.resize(employers.size());
    const auto look_at = [&](std::size_t row) {
        Prospect& employer = employers_[row];
        employer = {{}, region[row], alive[row] == is_alive};
        bool lays_off = false;
        for (std::size_t skill = 0; skill < num_skills; ++skill) {
            employer.layoff[skill] = employers[columns.layoff[skill]][row];
            lays_off = lays_off || employer.layoff[skill] > 0;
        }
        if (!employer.is_alive || lays_off) {
            quiet_region_[row] = RegionId::invalid();
        }
    };
    for_each_block(step.threads, employers.size(),
                   [&](std::size_t first, std::size_t last, std::size_t /*worker*/) {
                       for (std::size_t row = first; row < last; ++row) {
                           look_at(row);
                       }
                   });
    quiet_region_.push_back(RegionId::invalid());  // at the place of those without an employer
}

/// Rows of employees of whom it must be asked whether their job ends. Nearly all stay; what all must be
/// asked costs no branch.
std::span<std::uint32_t> JobEndings::in_question(const Shard& shard,
                                                 std::vector<std::uint32_t>& rows) const
{
    const Rows& people = shard.people();
    const auto employer = people[setup_.jobs.employer];
    const auto activity = people[columns_.activity];
    const auto region = people[schema_.person.region];
    const auto gone = people[schema_.person.gone];
    const auto nobody = static_cast<std::uint32_t>(quiet_region_.size() - 1);
    const RegionId* const quiet_region = quiet_region_.data();
    rows.resize(people.size());
    std::uint32_t* const list = rows.data();
    std::size_t employees = 0;
    for (std::size_t row = 0; row < people.size(); ++row) {
        list[employees] = static_cast<std::uint32_t>(row);
        employees += employer[row].value() < nobody ? 1 : 0;
    }
    std::size_t asked = 0;
    for (std::size_t i = 0; i < employees; ++i) {
        const std::uint32_t row = list[i];
        list[asked] = row;
        asked += ((quiet_region[employer[row].value()] != region[row]) | (gone[row] != Gone::no) |
                  (activity[row] != Activity::employee))
                     ? 1
                     : 0;
    }
    return std::span(rows).first(asked);
}

JobEnd JobEndings::reason(const Rows& people, std::size_t row) const
{
    if (people[schema_.person.gone][row] != Gone::no) {
        return JobEnd::gone;
    }
    if (people[columns_.activity][row] != Activity::employee) {
        return JobEnd::left_work;
    }
    const Prospect& employer = employers_[people[setup_.jobs.employer][row].value()];
    return people[schema_.person.region][row] != employer.region ? JobEnd::moved : JobEnd::closed;
}

void JobEndings::commit(const ShardContext& here, Shard& shard)
{
    Rows& people = shard.people();
    changes_[here.shard].clear();
    const auto gone = people[schema_.person.gone];
    // Each worker keeps its buffers: they are as long as a shard.
    struct Lists {
        std::vector<std::uint32_t> buffer;
        std::vector<std::uint32_t> exposed;
    };
    auto& [buffer, exposed] = kept_by_worker<Lists>();
    const std::span<std::uint32_t> asked = in_question(shard, buffer);
    for (const std::uint32_t row : asked.first(sort_out(people, asked, exposed))) {
        // Who is merged works on in the household of another shard that he joined.
        if (gone[row] != Gone::merged) {
            end(here, people, row, reason(people, row));
        }
    }
    lay_off(here, people, exposed);
}

std::size_t JobEndings::sort_out(const Rows& people, std::span<std::uint32_t> rows,
                                 std::vector<std::uint32_t>& exposed) const
{
    const auto gone = people[schema_.person.gone];
    const auto activity = people[columns_.activity];
    const auto region = people[schema_.person.region];
    const auto employer = people[setup_.jobs.employer];
    const auto terms = people[setup_.jobs.terms];
    exposed.resize(rows.size());
    std::size_t certain = 0;
    std::size_t maybe = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        // Employers are met in any order, in a table larger than the near caches.
        constexpr std::size_t ahead = 16;
        __builtin_prefetch(
            &employers_[employer[rows[std::min(i + ahead, rows.size() - 1)]].value()]);
        const std::uint32_t row = rows[i];
        const Prospect& prospect = employers_[employer[row].value()];
        const bool ends = (gone[row] != Gone::no) | (activity[row] != Activity::employee) |
                          (region[row] != prospect.region) | !prospect.is_alive;
        const bool may_go = prospect.layoff[static_cast<std::size_t>(terms[row].skill())] > 0;
        rows[certain] = row;
        certain += ends ? 1 : 0;
        exposed[maybe] = row;
        maybe += !ends & may_go ? 1 : 0;
    }
    exposed.resize(maybe);
    return certain;
}

void JobEndings::lay_off(const ShardContext& here, Rows& people,
                         std::span<const std::uint32_t> exposed)
{
    const auto employer = people[setup_.jobs.employer];
    const auto terms = people[setup_.jobs.terms];
    const auto key = people[schema_.person.key];
    struct Lists {
        std::vector<std::uint64_t> keys;
        std::vector<std::uint64_t> words;
    };
    auto& [keys, words] = kept_by_worker<Lists>();
    keys.resize(exposed.size());
    words.resize(exposed.size());
    std::transform(exposed.begin(), exposed.end(), keys.begin(),
                   [&](std::uint32_t row) { return key[row].value(); });
    here.step.random(layoff_).word_of_each(keys, draw_index(here.step.now), words);
    for (std::size_t i = 0; i < exposed.size(); ++i) {
        const std::uint32_t row = exposed[i];
        const std::uint64_t chance = employers_[employer[row].value()]
                                         .layoff[static_cast<std::size_t>(terms[row].skill())];
        constexpr int chance_bits = 48;
        const Threshold threshold = Threshold::from_value(chance << chance_bits);
        here.step.life.chance(key[row], "laid_off", threshold, words[i]);
        if (threshold.hit(words[i])) {
            end(here, people, row, JobEnd::laid_off);
        }
    }
}

void JobEndings::end(const ShardContext& here, Rows& people, std::uint32_t row, JobEnd why)
{
    const RegionId region = employers_[people[setup_.jobs.employer][row].value()].region;
    here.counts.add(ended_, static_cast<std::size_t>(why) * setup_.axes.region.size() +
                                region.value());
    changes_[here.shard].push_back(end_job(people, setup_.jobs, row));
    Activity& activity = people[columns_.activity][row];
    if (activity == Activity::employee) {
        activity = Activity::unemployed;
    }
}

void JobEndings::conclude(const StepContext& step, World& world, Tallies& /*counts*/)
{
    share_changes(step, world, setup_.employers, changes_);
}

void share_changes(const StepContext& step, World& world, const EmployerColumns& columns,
                   PerShard<std::vector<StaffChange>>& changes)
{
    std::vector<StaffChange> mine;
    for (std::vector<StaffChange>& shard : changes) {
        mine.insert(mine.end(), shard.begin(), shard.end());
        shard.clear();
    }
    const std::vector<StaffChange> all = step.ranks.all_gather(std::span<const StaffChange>(mine));
    apply_changes(step.threads, world.replicated(columns.table), columns, all);
}

}  // namespace qonys::models::kz_migration
