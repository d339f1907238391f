#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "qonys/output/checkpoint_file.hpp"
#include "qonys/output/journal_file.hpp"
#include "qonys/output/lives_file.hpp"
#include "qonys/output/results.hpp"
#include "qonys/output/writer.hpp"
#include "qonys/process/follower.hpp"
#include "qonys/run/plan.hpp"

namespace qonys {

/// Told about each month done; called on rank 0 only.
class ProgressListener {
public:
    virtual ~ProgressListener() = default;
    virtual void synthesis_done(double seconds, std::size_t num_people) = 0;
    virtual void month_done(std::uint32_t replicate, Month month, std::int64_t months_done,
                            std::int64_t months_in_all) = 0;
};

struct RunOptions {
    std::string command = "run";
    int threads = 0;                      ///< 0 = all processors
    int pretend_ranks = 1;
    Schedule::Checks checks = Schedule::Checks::none;
    std::vector<Writer*> writers;
    std::filesystem::path output;         ///< remembered in checkpoints
    std::filesystem::path checkpoint;     ///< written when stopped; empty = never
    int checkpoint_every = 0;             ///< months; 0 = only when stopped
    std::string scenario_folder;          ///< remembered in checkpoints
    const std::atomic<int>* stop = nullptr;     ///< a signal's number when one came
    bool keep_partial = false;  ///< when stopped, write the results of what was done
    ProgressListener* progress = nullptr;
    const CheckpointReader* resume = nullptr;   ///< go on from here; who was followed is followed on
    std::optional<FollowRequest> follow;  ///< whose lives of the first replicate to record
    LivesFile* lives = nullptr;           ///< where to; needed by `follow`
    JournalFile* journal = nullptr;  ///< where the first replicate's goes; null: it is not kept
};

struct Seconds {
    double read = 0.0;        ///< of a checkpoint
    double synthesis = 0.0;
    double simulation = 0.0;
    double output = 0.0;
};

struct RunOutcome {
    bool stopped = false;                   ///< by a signal; a checkpoint was written if one was named
    std::optional<Month> stopped_after;     ///< last month done of the replicate under way
    std::optional<Month> ends;  ///< last month of the results, where that is not the scenario's
    /// Results were kept of what was done before the stop: the replicates that had ended or, of the
    /// first one, its months.
    bool is_partial = false;
    std::string result_hash;  ///< empty when stopped, unless that was kept
    Seconds seconds;
    std::map<std::string, double> totals;   ///< flows over all months, weighted, mean over replicates
    std::vector<ProcessTime> times;
    std::vector<std::filesystem::path> files;
    std::vector<ReplicateResult> replicates;   ///< kept in memory for tables; series of all indicators
    std::vector<std::string> failures;      ///< replicates that failed, with the reason
    FitReport fit;                          ///< of the last synthesis
    std::size_t num_people = 0;             ///< at the start, simulated
    std::int64_t person_months = 0;
};

/// Runs every replicate of a plan and hands the results to the writers.
[[nodiscard]] RunOutcome run_plan(const Plan& plan, const RunOptions& options);

/// Works out hash and totals of the replicates of an outcome, which the writers have been given
/// already, and closes the writers.
void close_writers(const Plan& plan, const std::string& command, std::span<Writer* const> writers,
                   RunOutcome& outcome);

}  // namespace qonys
