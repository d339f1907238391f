#pragma once

#include "columns.hpp"
#include "qonys/process/process.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Who lives where: registered and present population by region each month, and registered population by
/// region, five-year age group and sex at the end of each year.
class PopulationIndicators final : public Process {
public:
    PopulationIndicators(Registry& registry, const Columns& columns, const Axes& axes);
    [[nodiscard]] ProcessInfo info() const override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    void count_ages(const ShardContext& here, const Shard& shard) const;

    WorldSchema schema_;
    Columns columns_;
    std::size_t num_regions_;
    TallyId registered_;
    TallyId present_;
    TallyId by_age_;
};

}  // namespace qonys::models::kz_migration
