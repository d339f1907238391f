#pragma once

#include <memory>
#include <span>
#include <vector>

#include "columns.hpp"
#include "labour/offer.hpp"
#include "processes/employer_decisions.hpp"
#include "processes/integration_effects.hpp"
#include "processes/job_endings.hpp"
#include "processes/post_choice.hpp"
#include "processes/settler_placement.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/parallel/allocate.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Employees lose or leave jobs; people out of work, and some at work, look for a post and find it.
/// README, "Labour market".
class JobSearch final : public Process {
public:
    struct Params {
        AnnualRate separation;     ///< into unemployment, all but layoffs and closures
        AnnualRate search_on_job;  ///< of employees
        Table<double, SectorId> separation_factor;
        Table<double, AgeGroupId> separation_age;
        Share search;              ///< of the unemployed, in a month
        Share contact;             ///< of vacant posts that can be found in a month
        PostChoice::Params choice;
        double better_by = 1.0;    ///< a new post must pay so many times the old

        /// A year, of employees of this age in a sector of this factor.
        [[nodiscard]] double separation_rate(double sector_factor, std::size_t age) const
        {
            return separation.value() * sector_factor * separation_age(group_of(age));
        }

        /// That one of them whose clock rings quits, and does not look for another post.
        [[nodiscard]] MonthlyProbability quits(double sector_factor, std::size_t age) const;
        /// The same of all, by sector and age.
        [[nodiscard]] std::vector<Threshold> quits() const;

        static Params read(Reader& in, const LabourAxes& axes, const Axes& people);
    };
    struct Shared {
        const Columns& columns;
        const LabourSetup& setup;
        const JobOffer& offer;
        TallyId ended;  ///< see JobEndings
        const SettlerPlacement& placement;
        std::shared_ptr<const IntegrationEffects> integration;  ///< what courses do to search
    };

    JobSearch(Registry& registry, const Shared& shared, Params params);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void propose(const ShardContext& here, const Shard& shard) override;
    void allocate(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    /// Somebody who asks for a post.
    struct Seeker {
        Candidate candidate;     ///< segment of OpenPosts
        std::uint64_t position;  ///< on the ring
        std::uint32_t row;
        SectorId sector;         ///< of the post
        Skill skill;             ///< of the post
    };
    /// The same, as all ranks get to know those whose turn it is.
    struct Winner {
        RingPoint place;
        double reservation;      ///< KZT a month that the post must pay
        std::uint32_t row;
        ShardId shard;
        WageUnits units;         ///< that a post would give
        Skill skill;
    };
    struct Hire {
        std::uint32_t row;
        EmployerId employer;
        WageUnits units;
        Skill skill;
        bool off_books;
    };
    struct Proposals {
        std::vector<std::uint32_t> quitting;
        std::vector<Seeker> seekers;
        std::vector<Hire> hires;
    };
    void ring_jobs(const ShardContext& here, const Shard& shard, Proposals& mine,
                   std::vector<std::uint32_t>& looking);
    void find_unemployed(const ShardContext& here, const Shard& shard,
                         std::vector<std::uint32_t>& looking) const;
    void ask(const ShardContext& here, const Shard& shard, std::span<const std::uint32_t> looking,
             Proposals& mine) const;
    void add_winners(const StepContext& step, const Shard& shard, std::span<const Seeker> seekers,
                     std::vector<Winner>& winners) const;
    [[nodiscard]] Grouped<Winner> winners(const StepContext& step, const World& world);
    [[nodiscard]] double wage(std::size_t employer, WageUnits units) const;
    void prefetch_hired(const Shard& shard, std::span<const Hire> hires) const;
    void take(const ShardContext& here, Rows& people, const Hire& hire,
              std::vector<StaffChange>& changes) const;

    WorldSchema schema_;
    Columns columns_;
    LabourSetup setup_;
    JobOffer offer_;
    SettlerPlacement placement_;
    Params params_;
    ThinnedClock clock_;
    Column<MonthStamp> due_;
    PostChoice choice_;
    std::vector<Threshold> quits_;  ///< rather than look for another job, by sector and age
    Draw what_;  ///< what a ringing clock means
    Draw search_;
    Draw place_;
    Draw terms_;
    Draw contact_;
    TallyId ended_;
    TallyId hired_;
    TallyId informal_;
    Threshold searches_;
    std::shared_ptr<const IntegrationEffects> integration_;
    Threshold found_;
    std::unique_ptr<OpenPosts> posts_;
    const Rows* employers_ = nullptr;  ///< of this month's world
    std::vector<Candidate> candidates_;  ///< of a month; kept for its memory
    PerShard<Proposals> proposals_;
    PerShard<ThinnedClock::Rung> clocks_;
    PerShard<std::vector<StaffChange>> changes_;
};

}  // namespace qonys::models::kz_migration
