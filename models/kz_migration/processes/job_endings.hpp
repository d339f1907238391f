#pragma once

#include <optional>
#include <vector>

#include "columns.hpp"
#include "processes/employer_decisions.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Why a job ends.
enum class JobEnd : std::uint8_t { quit, other_job, laid_off, closed, moved, left_work, gone };

/// Jobs end with the month for whoever died, left, moved, stopped working, was laid off, or whose employer
/// closed. One look at everybody with an employer: no other process has to think of jobs.
class JobEndings final : public Process {
public:
    JobEndings(Registry& registry, const Columns& columns, const LabourSetup& setup, TallyId ended);
    [[nodiscard]] ProcessInfo info() const override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

    /// The tally of jobs that ended, by reason and region of the job.
    static TallyId declare(Registry& registry, const Axis& region);

private:
    [[nodiscard]] std::vector<std::uint32_t> in_question(const Shard& shard) const;
    [[nodiscard]] std::optional<JobEnd> reason(const ShardContext& here, const Shard& shard,
                                               std::size_t row) const;

    WorldSchema schema_;
    Columns columns_;
    LabourSetup setup_;
    Draw layoff_;
    TallyId ended_;
    const Rows* employers_ = nullptr;  ///< of this month's world
    /// By employer: its region while it is at work and lays nobody off, else none; one more at the end.
    std::vector<RegionId> quiet_region_;
    PerShard<std::vector<StaffChange>> changes_;
};

/// Tells every rank of changes of staff and books them.
void share_changes(const StepContext& step, World& world, const EmployerColumns& columns,
                   PerShard<std::vector<StaffChange>>& changes);

}  // namespace qonys::models::kz_migration
