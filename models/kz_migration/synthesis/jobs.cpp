#include "synthesis/jobs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "labour/offer.hpp"
#include "qonys/random/distribution/categorical.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "synthesis/employers.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Which employer a worker of a region and sector goes to: by expected staff.
class Openings {
public:
    Openings(const PlannedEmployers& planned, std::size_t segment, std::uint32_t first)
        : first_(first)
    {
        double sum = 0.0;
        for (const PlannedEmployer& employer : planned[segment]) {
            sum += employer.staff;
            cumulative_.push_back(sum);
        }
    }
    [[nodiscard]] bool empty() const { return cumulative_.empty(); }
    [[nodiscard]] EmployerId operator()(std::uint64_t word) const
    {
        const double place = uniform_unit(word) * cumulative_.back();
        const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, place);
        return EmployerId(first_ + static_cast<std::uint32_t>(found - cumulative_.begin()));
    }

private:
    std::uint32_t first_;
    std::vector<double> cumulative_;
};

/// What the people of one worker thread found, to be summed: by employer and skill.
struct Staff {
    std::vector<std::int64_t> people;
    std::vector<std::int64_t> units;

    explicit Staff(std::size_t num_employers)
        : people(num_employers * num_skills, 0), units(num_employers * num_skills, 0)
    {
    }
    void add(const Staff& other)
    {
        std::transform(people.begin(), people.end(), other.people.begin(), people.begin(),
                       std::plus<>());
        std::transform(units.begin(), units.end(), other.units.begin(), units.begin(),
                       std::plus<>());
    }
};

/// Deals jobs to the people of one shard.
class JobDealer {
public:
    JobDealer(const PopulateContext& context, const JobTables& tables, const LabourAxes& axes,
              const PlannedEmployers& planned)
        : axes_(axes),
          offer_(tables, axes),
          place_(context.random(Draw("kz_migration.synthesis.job_place"))),
          terms_(context.random(Draw("kz_migration.synthesis.job_terms")))
    {
        std::uint32_t first = 0;
        for (std::size_t segment = 0; segment < planned.size(); ++segment) {
            openings_.emplace_back(planned, segment, first);
            first += static_cast<std::uint32_t>(planned[segment].size());
        }
        for (std::size_t region = 0; region < axes.region.size(); ++region) {
            for (std::size_t skill = 0; skill < num_skills; ++skill) {
                kinds_of_work_.push_back(kinds_of_work(tables, at<RegionId>(region),
                                                       static_cast<Skill>(skill)));
            }
        }
    }

    void deal(Shard& shard, const WorldSchema& schema, Staff& staff) const
    {
        const Columns columns = Columns::find(schema);
        Rows& people = shard.people();
        const auto activity = people[columns.activity];
        std::vector<std::uint32_t> rows;
        std::vector<std::uint64_t> keys;
        for (std::size_t row = 0; row < people.size(); ++row) {
            if (activity[row] == Activity::employee && people[columns.stay][row] == at_home) {
                rows.push_back(static_cast<std::uint32_t>(row));
                keys.push_back(people[schema.person.key][row].value());
            }
        }
        std::vector<std::uint64_t> work(rows.size());
        std::vector<std::uint64_t> employer(rows.size());
        std::vector<std::uint64_t> wage(rows.size());
        std::vector<std::uint64_t> contract(rows.size());
        place_.word_pair_of_each(keys, 0, work, employer);
        terms_.word_pair_of_each(keys, 0, wage, contract);
        const Person person{people, JobColumns::find(schema), columns, schema.person.region};
        for (std::size_t i = 0; i < rows.size(); ++i) {
            give(person, rows[i], {work[i], employer[i], wage[i], contract[i]}, staff);
        }
    }

private:
    struct Person {
        Rows& people;
        JobColumns jobs;
        Columns columns;
        Column<RegionId> region;
    };
    struct Words {
        std::uint64_t work, employer, wage, contract;
    };

    /// Employee by sector, then self-employed by sector: as many as work so in the region, of this
    /// skill.
    [[nodiscard]] Categorical kinds_of_work(const JobTables& tables, RegionId region,
                                            Skill skill) const
    {
        std::vector<double> weights;
        for (const auto* table : {&tables.employees, &tables.self_employed}) {
            for (std::size_t s = 0; s < axes_.sector.size(); ++s) {
                const auto sector = at<SectorId>(s);
                const bool has_employers = !openings_[axes_.segment(region, sector)].empty();
                const bool counts = table == &tables.self_employed || has_employers;
                weights.push_back(counts ? (*table)(region, sector) * tables.skill_share(sector, skill)
                                         : 0.0);
            }
        }
        return Categorical(weights);
    }

    void give(const Person& person, std::size_t row, const Words& words, Staff& staff) const
    {
        Rows& people = person.people;
        const RegionId region = people[person.region][row];
        const Skill skill = skill_of(people[person.columns.education][row]);
        const std::size_t work =
            kinds_of_work_[region.value() * num_skills + static_cast<std::size_t>(skill)](words.work);
        const auto sector = at<SectorId>(work % axes_.sector.size());
        people[person.jobs.terms][row] = {sector, Skill::low, Contract::none};
        if (work >= axes_.sector.size()) {
            people[person.columns.activity][row] = Activity::self_employed;
            return;
        }
        const EmployerId employer = openings_[axes_.segment(region, sector)](words.employer);
        const WageUnits units = offer_.units(sector, skill, words.wage);
        people[person.jobs.employer][row] = employer;
        people[person.jobs.wage_units][row] = units;
        people[person.jobs.terms][row] = {sector, skill, offer_.contract(words.contract)};
        const std::size_t cell = employer.value() * num_skills + static_cast<std::size_t>(skill);
        ++staff.people[cell];
        staff.units[cell] += units;
    }

    const LabourAxes& axes_;
    JobOffer offer_;
    AddressedDraw place_;
    AddressedDraw terms_;
    std::vector<Openings> openings_;          ///< by segment
    std::vector<Categorical> kinds_of_work_;  ///< by region and skill
};

Staff deal_jobs(const PopulateContext& context, World& world, const JobDealer& dealer,
                std::size_t num_employers)
{
    std::vector<Staff> of_worker(static_cast<std::size_t>(context.threads.count()),
                                 Staff(num_employers));
    context.threads.for_each(world.shards().size(), [&](std::size_t shard, std::size_t worker) {
        dealer.deal(world.shards()[shard], world.schema(), of_worker[worker]);
    });
    Staff all = std::move(of_worker.front());
    for (std::size_t worker = 1; worker < of_worker.size(); ++worker) {
        all.add(of_worker[worker]);
    }
    context.ranks.all_reduce_sum(all.people);
    context.ranks.all_reduce_sum(all.units);
    return all;
}

/// Employers that found nobody in the sample are left out: their posts went to the others.
void fill_row(Rows& employers, const EmployerColumns& columns, std::size_t row, const Staff& staff)
{
    constexpr std::int64_t most_posts = std::numeric_limits<std::uint16_t>::max();
    std::int64_t size = 0;
    for (std::size_t skill = 0; skill < num_skills; ++skill) {
        const std::int64_t people = staff.people[row * num_skills + skill];
        QONYS_ENSURE(people <= most_posts);
        employers[columns.filled[skill]][row] = static_cast<std::uint16_t>(people);
        employers[columns.posts[skill]][row] = static_cast<std::uint16_t>(people);
        employers[columns.paid_units[skill]][row] = staff.units[row * num_skills + skill];
        employers[columns.size[skill]][row] = static_cast<double>(people);
        size += people;
    }
    employers[columns.alive][row] = size > 0 ? is_alive : 0;
}

}  // namespace

PlannedEmployers JobSynthesis::populate(const PopulateContext& context, World& world) const
{
    PlannedEmployers planned = plan_employers(context, tables_, axes_);
    const EmployerColumns columns = EmployerColumns::find(world.schema());
    Rows& employers = world.replicated(columns.table);
    for (const std::vector<PlannedEmployer>& segment : planned) {
        std::size_t row = employers.append(segment.size());
        for (const PlannedEmployer& one : segment) {
            employers[columns.key][row] = one.key;
            employers[columns.region][row] = one.region;
            employers[columns.sector][row] = one.sector;
            employers[columns.kind][row] = one.kind;
            employers[columns.part][row] = one.staff / one.full_staff;
            employers[columns.base_wage][row] =
                tables_.wage(one.region, one.sector) * one.wage_factor;
            ++row;
        }
    }
    const JobDealer dealer(context, tables_, axes_, planned);
    const Staff staff = deal_jobs(context, world, dealer, employers.size());
    for (std::size_t row = 0; row < employers.size(); ++row) {
        fill_row(employers, columns, row, staff);
    }
    return planned;
}

}  // namespace qonys::models::kz_migration
