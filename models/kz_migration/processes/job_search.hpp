#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "columns.hpp"
#include "labour/offer.hpp"
#include "processes/employer_decisions.hpp"
#include "processes/job_endings.hpp"
#include "processes/open_posts.hpp"
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
        double same_sector = 1.0;  ///< weight of the last sector over others
        double post_below = 0.0;   ///< weight of posts that ask for less skill, over one's own
        double post_above = 0.0;   ///< weight of posts that ask for more
        double better_by = 1.0;    ///< a new post must pay so many times the old

        static Params read(Reader& in, const LabourAxes& axes, const Axes& people);
    };
    struct Shared {
        const Columns& columns;
        const LabourSetup& setup;
        const JobOffer& offer;
        TallyId ended;  ///< see JobEndings
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
    /// Somebody who asks for a post, as all ranks get to know the winners.
    struct Seeker {
        Candidate candidate;   ///< segment of OpenPosts
        std::uint64_t position;  ///< on the ring
        double reservation;    ///< KZT a month that the post must pay
        std::uint32_t row;
        ShardId shard;
        WageUnits units;       ///< that a post would give
        Skill skill;           ///< of the post
    };
    struct Hire {
        std::uint32_t row;
        EmployerId employer;
        WageUnits units;
        Skill skill;
    };
    struct Proposals {
        std::vector<std::uint32_t> quitting;
        std::vector<Seeker> seekers;
        std::vector<Hire> hires;
    };
    void ring_jobs(const ShardContext& here, const Shard& shard, Proposals& mine) const;
    void find_unemployed(const ShardContext& here, const Shard& shard, Proposals& mine) const;
    [[nodiscard]] std::optional<Seeker> seeker(const ShardContext& here, const Shard& shard,
                                               std::size_t row) const;
    [[nodiscard]] std::vector<std::vector<Seeker>> winners_by_segment(const StepContext& step);
    [[nodiscard]] double wage(std::size_t employer, WageUnits units) const;
    void weigh_posts();
    [[nodiscard]] std::optional<Skill> level(const ShardContext& here, RegionId region, Skill own,
                                             std::uint64_t key) const;
    void take(const ShardContext& here, Rows& people, const Hire& hire,
              std::vector<StaffChange>& changes) const;

    WorldSchema schema_;
    Columns columns_;
    LabourSetup setup_;
    JobOffer offer_;
    Params params_;
    ThinnedClock clock_;
    Column<MonthStamp> due_;
    Draw what_;  ///< what a ringing clock means
    Draw search_;
    Draw level_;
    Draw sector_;
    Draw place_;
    Draw terms_;
    Draw contact_;
    TallyId ended_;
    TallyId hired_;
    Threshold searches_;
    Threshold found_;
    std::unique_ptr<OpenPosts> posts_;
    const Rows* employers_ = nullptr;      ///< of this month's world
    std::vector<double> inverse_weights_;  ///< of sectors, by region and skill
    std::vector<double> level_weights_;    ///< posts to be found, by region and skill
    PerShard<Proposals> proposals_;
    PerShard<std::vector<StaffChange>> changes_;
};

}  // namespace qonys::models::kz_migration
