#pragma once

#include <optional>

#include "columns.hpp"
#include "labour/jobs.hpp"
#include "processes/kandas_records.hpp"
#include "processes/status_columns.hpp"
#include "qonys/process/process.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// What has become of kandas: work by years since the status, with courses and without, and who still
/// lives in the region of the status.
class KandasIndicators final : public Process {
public:
    struct Shared {
        const Columns& columns;
        const StatusColumns& status;
        const KandasRecords& records;
    };
    KandasIndicators(Registry& registry, const Shared& shared, const Axis& track);
    [[nodiscard]] ProcessInfo info() const override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    enum class Outcome : std::uint8_t { permanent_job, other_work, unemployed, outside, minor };
    [[nodiscard]] Outcome outcome(const Rows& people, std::size_t row, Month now) const;

    WorldSchema schema_;
    Columns columns_;
    StatusColumns status_;
    KandasRecords records_;
    JobColumns jobs_;
    std::optional<TallyId> outcomes_;  ///< where there are jobs
    TallyId staying_;
};

}  // namespace qonys::models::kz_migration
