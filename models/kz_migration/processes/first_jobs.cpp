#include "processes/first_jobs.hpp"

#include <algorithm>

#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {

FirstJobs::FirstJobs(Registry& registry, const LabourSetup& setup)
    : schema_(registry.schema()),
      setup_(setup),
      employer_(registry.add_draw("first_jobs", "employer"))
{
}

ProcessInfo FirstJobs::info() const
{
    return {.name = "first_jobs",
            .description = "before the first month: whoever moved works where he lives",
            .stage = Stage::record,  // starts after everything that moves people before the first month
            .cadence = Cadence::yearly,
            .order = -1,
            .reads = {"key", "region", "gone", "job_terms", "employers.region", "employers.sector"},
            .writes = {"employer", "employers.filled_low", "employers.posts_low",
                       "employers.size_low", "employers.paid_units_low"},
            .draws = {"employer"}};
}

std::vector<FirstJobs::Choices> FirstJobs::choices(const Rows& employers) const
{
    const EmployerColumns& columns = setup_.employers;
    std::vector<Choices> of_segment(setup_.axes.num_segments());
    for (std::size_t row = 0; row < employers.size(); ++row) {
        std::uint64_t staff = 0;
        for (const auto& column : columns.filled) {
            staff += employers[column][row];
        }
        if (staff > 0 && employers[columns.alive][row] == is_alive) {
            Choices& here = of_segment[setup_.axes.segment(employers[columns.region][row],
                                                           employers[columns.sector][row])];
            here.employers.push_back(EmployerId(static_cast<EmployerId::rep>(row)));
            here.staff.push_back((here.staff.empty() ? 0 : here.staff.back()) + staff);
        }
    }
    return of_segment;
}

std::vector<FirstJobs::Change> FirstJobs::follow(const StepContext& step, Shard& shard,
                                                 const Rows& employers,
                                                 const std::vector<Choices>& of_segment) const
{
    Rows& people = shard.people();
    const auto employer = people[setup_.jobs.employer];
    const auto region = people[schema_.person.region];
    const auto job_region = employers[setup_.employers.region];
    const AddressedDraw draw = step.random(employer_);
    std::vector<Change> changes;
    for (std::size_t row = 0; row < people.size(); ++row) {
        if (!employer[row].valid() || job_region[employer[row].value()] == region[row] ||
            people[schema_.person.gone][row] != Gone::no) {
            continue;
        }
        const JobTerms terms = people[setup_.jobs.terms][row];
        const Choices& here = of_segment[setup_.axes.segment(region[row], terms.sector())];
        if (here.employers.empty()) {
            continue;  // nobody does such work there: the job ends with the month
        }
        const std::uint64_t word = draw.word(people[schema_.person.key][row].value(), 0);
        const auto found = std::upper_bound(here.staff.begin(), here.staff.end(),
                                            uniform_index(word, here.staff.back()));
        const EmployerId next = here.employers[static_cast<std::size_t>(found - here.staff.begin())];
        changes.push_back(
            {employer[row], next, terms.skill(), people[setup_.jobs.wage_units][row]});
        employer[row] = next;
    }
    return changes;
}

void FirstJobs::book(Rows& employers, const Change& change) const
{
    const EmployerColumns& columns = setup_.employers;
    const auto skill = static_cast<std::size_t>(change.skill);
    const auto add = [&](EmployerId employer, int people) {
        const std::size_t row = employer.value();
        for (const auto& column : {columns.filled[skill], columns.posts[skill]}) {
            employers[column][row] = static_cast<std::uint16_t>(employers[column][row] + people);
        }
        employers[columns.size[skill]][row] += people;
        employers[columns.paid_units[skill]][row] += static_cast<std::int64_t>(people) * change.units;
    };
    add(change.from, -1);
    add(change.to, 1);
}

void FirstJobs::start(const StepContext& step, World& world)
{
    Rows& employers = world.replicated(setup_.employers.table);
    const std::vector<Choices> of_segment = choices(employers);
    std::vector<std::vector<Change>> of_shard(world.shards().size());
    step.threads.for_each(of_shard.size(), [&](std::size_t shard, std::size_t /*worker*/) {
        of_shard[shard] = follow(step, world.shards()[shard], employers, of_segment);
    });
    std::vector<Change> mine;
    for (const std::vector<Change>& shard : of_shard) {
        mine.insert(mine.end(), shard.begin(), shard.end());
    }
    for (const Change& change : step.ranks.all_gather(std::span<const Change>(mine))) {
        book(employers, change);
    }
}

}  // namespace qonys::models::kz_migration
