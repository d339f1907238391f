#pragma once

#include "business/support_records.hpp"
#include "columns.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Counts loans that run and, once a year, how many of those who asked for money have a business:
/// those who got some against those whom the lot refused.
class BusinessIndicators final : public Process {
public:
    struct Setup {
        Columns columns;
        BusinessTerms terms;
        LoanRecords loans;
        SupportRecords records;
    };
    BusinessIndicators(Registry& registry, const Setup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    void count_asked(const ShardContext& here, const Shard& shard) const;
    [[nodiscard]] std::size_t cohort(const SideTable& own, std::size_t record, Month now) const;

    WorldSchema schema_;
    Setup setup_;
    TallyId running_;
    TallyId outstanding_;
    TallyId cohorts_;
};

}  // namespace qonys::models::kz_migration
