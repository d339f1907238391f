#include "processes/job_endings.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "processes/thinned_clock.hpp"

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
            .writes = {"employer", "activity", "job_terms", "wage_units"},
            .draws = {"layoff"}};
}

void JobEndings::prepare(const StepContext& /*step*/, const World& world)
{
    changes_.resize(world);
    employers_ = &world.replicated(setup_.employers.table);
    const auto region = (*employers_)[setup_.employers.region];
    const auto alive = (*employers_)[setup_.employers.alive];
    quiet_region_.assign(region.begin(), region.end());
    for (std::size_t row = 0; row < quiet_region_.size(); ++row) {
        const bool lays_off =
            std::any_of(setup_.employers.layoff.begin(), setup_.employers.layoff.end(),
                        [&](const auto& column) { return (*employers_)[column][row] > 0; });
        if (alive[row] != is_alive || lays_off) {
            quiet_region_[row] = RegionId::invalid();
        }
    }
    quiet_region_.push_back(RegionId::invalid());  // at the place of those without an employer
}

/// Rows of employees of whom it must be asked whether their job ends. Nearly all stay; what all must be
/// asked costs no branch.
std::vector<std::uint32_t> JobEndings::in_question(const Shard& shard) const
{
    const Rows& people = shard.people();
    const auto employer = people[setup_.jobs.employer];
    const auto activity = people[columns_.activity];
    const auto region = people[schema_.person.region];
    const auto gone = people[schema_.person.gone];
    const auto nobody = static_cast<std::uint32_t>(quiet_region_.size() - 1);
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < people.size(); ++row) {
        const std::uint32_t job = std::min(employer[row].value(), nobody);
        const bool is_asked = (job != nobody) & ((quiet_region_[job] != region[row]) |
                                                 (gone[row] != Gone::no) |
                                                 (activity[row] != Activity::employee));
        if (is_asked) {
            rows.push_back(static_cast<std::uint32_t>(row));
        }
    }
    return rows;
}

std::optional<JobEnd> JobEndings::reason(const ShardContext& here, const Shard& shard,
                                         std::size_t row) const
{
    const Rows& people = shard.people();
    const std::size_t job = people[setup_.jobs.employer][row].value();
    const Gone gone = people[schema_.person.gone][row];
    if (gone != Gone::no) {
        // Whoever joined a household of another shard works on there.
        return gone == Gone::merged ? std::nullopt : std::optional(JobEnd::gone);
    }
    if (people[columns_.activity][row] != Activity::employee) {
        return JobEnd::left_work;
    }
    if (people[schema_.person.region][row] != (*employers_)[setup_.employers.region][job]) {
        return JobEnd::moved;
    }
    if ((*employers_)[setup_.employers.alive][job] != is_alive) {
        return JobEnd::closed;
    }
    const auto skill = static_cast<std::size_t>(people[setup_.jobs.terms][row].skill());
    const std::uint64_t chance = (*employers_)[setup_.employers.layoff[skill]][job];
    const std::uint64_t word = here.step.random(layoff_).word(
        people[schema_.person.key][row].value(), draw_index(here.step.now));
    constexpr int chance_bits = 48;
    return Threshold::from_value(chance << chance_bits).hit(word) ? std::optional(JobEnd::laid_off)
                                                                  : std::nullopt;
}

void JobEndings::commit(const ShardContext& here, Shard& shard)
{
    Rows& people = shard.people();
    const auto activity = people[columns_.activity];
    const auto job_region = (*employers_)[setup_.employers.region];
    std::vector<StaffChange>& changes = changes_[here.shard];
    changes.clear();
    for (const std::uint32_t row : in_question(shard)) {
        if (const std::optional<JobEnd> why = reason(here, shard, row)) {
            here.counts.add(ended_,
                            static_cast<std::size_t>(*why) * setup_.axes.region.size() +
                                job_region[people[setup_.jobs.employer][row].value()].value());
            changes.push_back(end_job(people, setup_.jobs, row));
            if (activity[row] == Activity::employee) {
                activity[row] = Activity::unemployed;
            }
        }
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
    apply_changes(world.replicated(columns.table), columns, all);
}

}  // namespace qonys::models::kz_migration
