#include "qonys/process/schedule.hpp"

#include <algorithm>
#include <chrono>
#include <tuple>

#include "qonys/world/households.hpp"

namespace qonys {
namespace {

/// Looking for rows to drop reads a column of everybody; twice a year is often enough.
constexpr int months_between_compactions = 6;

/// A large shard goes through all processes of a stage while it is at hand; small ones go through
/// each process together, while the process is.
std::size_t shards_at_once(const World& world)
{
    constexpr std::size_t most = 16;  // of 1,024: enough parts for many threads
    constexpr std::size_t rows_at_hand = 4096;
    std::size_t rows = 0;
    for (const Shard& shard : world.shards()) {
        rows += shard.people().size();
    }
    const std::size_t mean = rows / std::max<std::size_t>(world.shards().size(), 1);
    return std::clamp<std::size_t>(rows_at_hand / std::max<std::size_t>(mean, 1), 1, most);
}

bool is_due(const ProcessInfo& info, Month now)
{
    return info.cadence == Cadence::monthly || info.month_of_year == now.month_of_year();
}

}  // namespace

/// Time from its making or the last lap to the next lap: one look at the clock for each piece of work. In a
/// small sample looking at the clock costs as much as the work.
class Schedule::Stopwatch {
public:
    void lap(double& seconds)
    {
        const auto now = std::chrono::steady_clock::now();
        seconds += std::chrono::duration<double>(now - last_).count();
        last_ = now;
    }

private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

Schedule::Schedule(const Registry& registry, const Threads& threads, Checks checks)
    : threads_(threads), tallies_(registry.tallies()), checks_(checks)
{
    registry.check();
    for (const auto& process : registry.processes()) {
        entries_.push_back({process.get(), process->info(), 0});
    }
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
        return std::tie(a.info.stage, a.info.order, a.info.name) <
               std::tie(b.info.stage, b.info.order, b.info.name);
    });
    for (Entry& entry : entries_) {
        entry.time = times_.size();
        times_.push_back({entry.info.name, entry.info.stage});
    }
    times_.push_back({"compaction", Stage::close});
    const auto num_workers = static_cast<std::size_t>(threads.count());
    worker_counts_.assign(num_workers, Tallies(registry.tallies()));
    worker_seconds_.assign(num_workers, std::vector<double>(times_.size(), 0.0));
}

std::vector<ProcessInfo> Schedule::plan() const
{
    std::vector<ProcessInfo> plan;
    for (const Entry& entry : entries_) {
        plan.push_back(entry.info);
    }
    return plan;
}

void Schedule::start(const StepContext& step, World& world)
{
    for (const Entry& entry : entries_) {
        entry.process->start(step, world);
    }
}

/// Steps by which each worker's words can be told apart; none when nobody is followed.
std::vector<StepContext> Schedule::steps_of_workers(const StepContext& step) const
{
    std::vector<StepContext> steps;
    for (std::size_t worker = 0; follower_ != nullptr && worker < worker_counts_.size(); ++worker) {
        steps.push_back(step);
        steps.back().life = follower_->life(0, Follower::Phase::prepare, worker);
    }
    return steps;
}

template <class Work>
void Schedule::on_every_shard(const StepContext& step, Follower::Phase phase,
                              std::vector<Entry*>& stage, World& world, Work work)
{
    const std::vector<StepContext> told = steps_of_workers(step);
    const std::size_t shards = world.shards().size();
    const std::size_t at_once = shards_at_once(world);
    threads_.for_each((shards + at_once - 1) / at_once, [&](std::size_t part, std::size_t worker) {
        const std::size_t last = std::min((part + 1) * at_once, shards);
        Stopwatch watch;
        for (Entry* entry : stage) {
            for (std::size_t shard = part * at_once; shard < last; ++shard) {
                const ShardContext here{told.empty() ? step : told[worker], shard,
                                        worker_counts_[worker]};
                if (follower_ != nullptr) {
                    static_cast<void>(follower_->life(entry->time, phase, worker));
                }
                work(*entry->process, here, world.shards()[shard]);
                if (follower_ != nullptr && phase == Follower::Phase::commit) {
                    follower_->committed(entry->time, shard, worker, world.shards()[shard]);
                }
            }
            watch.lap(worker_seconds_[worker][entry->time]);
        }
    });
}

template <class Work>
void Schedule::on_every_process(const StepContext& step, Follower::Phase phase,
                                std::vector<Entry*>& stage, Work work)
{
    StepContext told = step;
    Stopwatch watch;
    for (Entry* entry : stage) {
        if (follower_ != nullptr) {
            told.life = follower_->life(entry->time, phase, std::nullopt);
        }
        work(*entry, told);
        watch.lap(times_[entry->time].cpu_seconds);
    }
}

void Schedule::run_stage(const StepContext& step, std::vector<Entry*>& stage, World& world,
                         Tallies& counts)
{
    using Phase = Follower::Phase;
    on_every_process(step, Phase::prepare, stage, [&](const Entry& entry, const StepContext& own) {
        entry.process->prepare(own, world);
    });
    on_every_shard(step, Phase::propose, stage, world,
                   [](Process& process, const ShardContext& here, const Shard& shard) {
                       process.propose(here, shard);
                   });
    on_every_process(step, Phase::allocate, stage, [&](const Entry& entry, const StepContext& own) {
        entry.process->allocate(own, world);
    });
    on_every_shard(step, Phase::commit, stage, world,
                   [](Process& process, const ShardContext& here, Shard& shard) {
                       process.commit(here, shard);
                   });
    on_every_process(step, Phase::conclude, stage, [&](const Entry& entry, const StepContext& own) {
        entry.process->conclude(own, world, counts);
        if (follower_ != nullptr && entry.process->concludes()) {
            follower_->concluded(entry.time, world, {step.ranks, threads_});
        }
    });
    if (checks_ == Checks::every_stage) {
        check_shards(world);
    }
}

void Schedule::run_month(const StepContext& step, World& world, Tallies& counts)
{
    counts.clear();
    if (follower_ != nullptr) {
        follower_->begin_month(step.now);
    }
    for (auto first = entries_.begin(); first != entries_.end();) {
        std::vector<Entry*> stage;
        auto last = first;
        for (; last != entries_.end() && last->info.stage == first->info.stage; ++last) {
            if (is_due(last->info, step.now)) {
                stage.push_back(&*last);
                ++times_[last->time].calls;
            }
        }
        first = last;
        if (!stage.empty()) {
            run_stage(step, stage, world, counts);
        }
    }
    gather_counts(counts);
    if (follower_ != nullptr) {
        follower_->end_month(world, {step.ranks, threads_});
    }
    if (step.now.month_of_year() % months_between_compactions == 0) {
        compact_shards(world);
        if (follower_ != nullptr) {
            follower_->rows_moved(world, threads_);
        }
    }
    gather_seconds();
}

int Schedule::months_in_a_row(Month now) const
{
    const bool apart = std::all_of(entries_.begin(), entries_.end(),
                                   [](const Entry& entry) { return entry.info.shard_by_shard; });
    if (!apart || checks_ != Checks::none || follower_ != nullptr) {
        return 1;
    }
    return months_between_compactions - (now.month_of_year() - 1) % months_between_compactions;
}

void Schedule::run_months(std::span<const StepContext> steps, World& world, std::span<Tallies> counts)
{
    QONYS_EXPECT(steps.size() == counts.size() && !steps.empty());
    QONYS_EXPECT(static_cast<int>(steps.size()) <= months_in_a_row(steps.front().now));
    std::vector<std::vector<Tallies>> of_worker(
        worker_counts_.size(), std::vector<Tallies>(steps.size(), Tallies(tallies_)));
    threads_.for_each(world.shards().size(), [&](std::size_t shard, std::size_t worker) {
        Stopwatch watch;
        for (std::size_t month = 0; month < steps.size(); ++month) {
            const ShardContext here{steps[month], shard, of_worker[worker][month]};
            for (const Entry& entry : entries_) {
                if (is_due(entry.info, steps[month].now)) {
                    entry.process->commit(here, world.shards()[shard]);
                    watch.lap(worker_seconds_[worker][entry.time]);
                }
            }
        }
    });
    for (std::size_t month = 0; month < steps.size(); ++month) {
        counts[month].clear();
        for (const std::vector<Tallies>& worker : of_worker) {
            counts[month].add(worker[month]);
        }
        for (const Entry& entry : entries_) {
            times_[entry.time].calls += is_due(entry.info, steps[month].now) ? 1 : 0;
        }
    }
    if (steps.back().now.month_of_year() % months_between_compactions == 0) {
        compact_shards(world);
    }
    gather_seconds();
}

void Schedule::gather_seconds()
{
    for (std::vector<double>& worker : worker_seconds_) {
        for (std::size_t i = 0; i < worker.size(); ++i) {
            times_[i].cpu_seconds += worker[i];
            worker[i] = 0.0;
        }
    }
}

void Schedule::take_stock(const StepContext& step, World& world, Tallies& counts)
{
    counts.clear();
    std::vector<Entry*> stage;
    for (Entry& entry : entries_) {
        if (entry.info.stage == Stage::record) {
            stage.push_back(&entry);
        }
    }
    run_stage(step, stage, world, counts);
    gather_counts(counts);
}

void Schedule::gather_counts(Tallies& counts)
{
    for (Tallies& worker : worker_counts_) {
        counts.add(worker);
        worker.clear();
    }
}

void Schedule::compact_shards(World& world)
{
    const std::size_t time = times_.size() - 1;
    ++times_[time].calls;
    threads_.for_each(world.shards().size(), [&](std::size_t shard, std::size_t worker) {
        Stopwatch watch;
        Shard& rows = world.shards()[shard];
        if (worth_compacting(rows, world.schema())) {
            compact(rows, world.schema());
        }
        watch.lap(worker_seconds_[worker][time]);
    });
}

void Schedule::check_shards(const World& world) const
{
    threads_.for_each(world.shards().size(), [&](std::size_t shard, std::size_t /*worker*/) {
        check_links(world.shards()[shard], world.schema());
    });
}

}  // namespace qonys
