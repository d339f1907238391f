#pragma once

#include "columns.hpp"
#include "qonys/process/process.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Couples, households and schooling at the end of each year: do they stay near what is known of them?
class FamilyIndicators final : public Process {
public:
    FamilyIndicators(Registry& registry, const Columns& columns, const Axes& axes);
    [[nodiscard]] ProcessInfo info() const override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    void count_people(const ShardContext& here, const Shard& shard) const;
    void count_households(const ShardContext& here, const Shard& shard) const;

    WorldSchema schema_;
    Columns columns_;
    TallyId women_;
    TallyId by_size_;
    TallyId by_type_;
    TallyId education_;
    std::size_t largest_size_;
};

}  // namespace qonys::models::kz_migration
