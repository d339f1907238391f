#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "qonys/process/follower.hpp"
#include "qonys/process/schedule.hpp"
#include "qonys/record/recorder.hpp"
#include "qonys/record/snapshot.hpp"
#include "qonys/run/plan.hpp"

namespace qonys {

/// One replicate on one rank: a world, a schedule and what has been recorded so far. Every call is
/// collective over the ranks.
class Simulation {
public:
    Simulation(const Plan& plan, std::uint32_t replicate, Communicator& ranks, const Threads& threads,
               Schedule::Checks checks = Schedule::Checks::none);
    ~Simulation();

    /// The people at the start, made anew.
    void populate();
    /// The same as a copy of another simulation's people, which have not lived a month yet.
    void populate_like(const World& population);
    /// First stock-taking; after populate.
    void begin();
    /// State as of the end of month `done`.
    void restore(const ArraySource& source, Month done);
    void save(ArraySink* sink);

    /// From now on keeps the journal of its model; before begin or restore.
    void keep_journal();
    /// Its lines since the last call; on rank 0.
    [[nodiscard]] std::vector<JournalLine> take_journal();

    /// From now on records the lives of some; after begin or restore. With `go_on`, of those whom
    /// chosen() of an earlier follower named, without telling their state again.
    void follow(const FollowRequest& request, bool go_on = false);
    /// Whom it follows; none without follow.
    [[nodiscard]] const Follower* follower() const { return follower_.get(); }
    /// What has happened to them since the last call; on rank 0.
    [[nodiscard]] std::vector<LifeEvent> take_lives();

    [[nodiscard]] bool finished() const;
    [[nodiscard]] Month next_month() const { return next_; }
    void advance();  ///< one month
    /// As many months as the schedule can run in a row, `at_most` of them; returns how many.
    int advance(int at_most);

    /// What has been recorded, closed after the last month done (one at least) as if the run had
    /// been meant to end with it.
    [[nodiscard]] std::vector<Series> series_so_far() const;

    [[nodiscard]] const World& world() const { return *world_; }
    /// For whoever takes over the memory of columns (Rows::hand_over) between months; what is
    /// changed here has no address, and no hash could tell.
    [[nodiscard]] World& world_memory() { return *world_; }
    [[nodiscard]] const Recorder& recorder() const { return recorder_; }
    [[nodiscard]] const Schedule& schedule() const { return schedule_; }
    [[nodiscard]] const Registry& registry() const { return *registry_; }
    [[nodiscard]] const FitReport& fit() const { return fit_; }  ///< of populate; empty otherwise

private:
    [[nodiscard]] StepContext step(Month now, Levers& levers);
    void sum_over_ranks();
    const Plan& plan_;
    Communicator& ranks_;
    const Threads& threads_;
    Stream random_;
    std::unique_ptr<Registry> registry_;
    Levers levers_;
    std::unique_ptr<World> world_;
    Schedule schedule_;
    std::unique_ptr<Follower> follower_;
    std::unique_ptr<Journal> journal_;
    Recorder recorder_;
    Tallies counts_;
    FitReport fit_;
    Month next_;
};

}  // namespace qonys
