#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "qonys/process/follower.hpp"
#include "qonys/process/process.hpp"
#include "qonys/process/registry.hpp"

namespace qonys {

/// Work of one process so far: CPU time over workers, on this rank.
struct ProcessTime {
    std::string name;
    Stage stage;
    std::int64_t calls = 0;    ///< months in which it ran
    double cpu_seconds = 0.0;
};

/// Runs the processes of a registry month by month: stage by stage, and within each stage propose,
/// allocate and commit for all its processes together.
class Schedule {
public:
    enum class Checks : std::uint8_t { none, every_stage };

    Schedule(const Registry& registry, const Threads& threads, Checks checks = Checks::none);

    void start(const StepContext& step, World& world);
    /// Runs the processes of stage `record` alone: stocks before the first month.
    void take_stock(const StepContext& step, World& world, Tallies& counts);
    /// One month. `counts` receives this rank's counts of it.
    void run_month(const StepContext& step, World& world, Tallies& counts);

    /// From now on tells a follower of every step; null: nobody. Results stay the same.
    void follow(Follower* follower) { follower_ = follower; }

    /// Months that may be run in a row from `now` on: more than one only when every process works shard
    /// by shard, and never past a compaction.
    [[nodiscard]] int months_in_a_row(Month now) const;
    /// That many months at once, the same in every bit as one after another; `counts[i]` is of month i.
    void run_months(std::span<const StepContext> steps, World& world, std::span<Tallies> counts);

    [[nodiscard]] const std::vector<ProcessTime>& times() const { return times_; }
    /// The plan as people read it: stage, order, name, cadence, description.
    [[nodiscard]] std::vector<ProcessInfo> plan() const;

private:
    struct Entry {
        Process* process;
        ProcessInfo info;
        std::size_t time;  ///< position in times_
    };
    class Stopwatch;
    void run_stage(const StepContext& step, std::vector<Entry*>& stage, World& world, Tallies& counts);
    template <class Work>
    void on_every_shard(const StepContext& step, Follower::Phase phase, std::vector<Entry*>& stage,
                        World& world, Work work);
    template <class Work>
    void on_every_process(const StepContext& step, Follower::Phase phase,
                          std::vector<Entry*>& stage, Work work);
    [[nodiscard]] std::vector<StepContext> steps_of_workers(const StepContext& step) const;
    void gather_counts(Tallies& counts);
    void gather_seconds();
    void compact_shards(World& world);
    void check_shards(const World& world) const;

    const Threads& threads_;
    const TallyBook& tallies_;
    Checks checks_;
    Follower* follower_ = nullptr;
    std::vector<Entry> entries_;
    std::vector<ProcessTime> times_;
    std::vector<Tallies> worker_counts_;
    std::vector<std::vector<double>> worker_seconds_;  ///< by worker, by process
};

}  // namespace qonys
