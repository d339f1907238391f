#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
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
    /// What the staff of an employer have before them this month, close together in memory: the staff of
    /// a shard work for employers all over the table.
    struct Prospect {
        std::array<std::uint16_t, num_skills> layoff{};  ///< chance of each, in 2^-16
        RegionId region;
        bool is_alive = false;
    };
    [[nodiscard]] std::span<std::uint32_t> in_question(const Shard& shard,
                                                       std::vector<std::uint32_t>& rows) const;
    /// Why the job of a person ends who is certain to lose it.
    [[nodiscard]] JobEnd reason(const Rows& people, std::size_t row) const;
    /// Of rows in question those of whom it is certain; those who may be laid off go to `exposed`.
    std::size_t sort_out(const Rows& people, std::span<std::uint32_t> rows,
                         std::vector<std::uint32_t>& exposed) const;
    void lay_off(const ShardContext& here, Rows& people, std::span<const std::uint32_t> exposed);
    void end(const ShardContext& here, Rows& people, std::uint32_t row, JobEnd why);

    WorldSchema schema_;
    Columns columns_;
    LabourSetup setup_;
    Draw layoff_;
    TallyId ended_;
    std::vector<Prospect> employers_;  ///< by row of the table of employers
    /// By employer: its region while it is at work and lays nobody off, else none; one more at the end.
    std::vector<RegionId> quiet_region_;
    PerShard<std::vector<StaffChange>> changes_;
};

/// Tells every rank of changes of staff and books them.
void share_changes(const StepContext& step, World& world, const EmployerColumns& columns,
                   PerShard<std::vector<StaffChange>>& changes);

}  // namespace qonys::models::kz_migration
