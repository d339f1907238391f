#pragma once

#include <optional>

#include "columns.hpp"
#include "processes/employer_decisions.hpp"
#include "processes/status_columns.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Contracts that run, what is owed under them, and the work of those resettled in the last year.
class ResettlerIndicators final : public Process {
public:
    ResettlerIndicators(Registry& registry, const Columns& columns, const StatusColumns& status,
                        const LabourSetup& labour);
    [[nodiscard]] ProcessInfo info() const override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    /// What people of working age do, in the order of the axis.
    enum class Work : std::uint8_t {
        permanent_job,
        other_job,
        own_business,
        unemployed,
        other,
        other_ages
    };
    [[nodiscard]] Work work_of(const Rows& people, std::size_t row) const;

    WorldSchema schema_;
    Columns columns_;
    StatusColumns status_;
    JobColumns jobs_;
    TallyId running_;
    TallyId owed_;
    std::optional<TallyId> work_;  ///< where there are jobs
};

}  // namespace qonys::models::kz_migration
