#pragma once

#include <vector>

#include "columns.hpp"
#include "processes/employer_decisions.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// How somebody out of work comes to work for himself, by whichever process.
class BusinessStart {
public:
    /// `self_employed`: at the start, by region and sector: what is begun.
    BusinessStart(Registry& registry, const Columns& columns, const LabourSetup& setup,
                  const Table<double, RegionId, SectorId>& self_employed);

    /// The clock of businesses, which a new one winds anew.
    void use_clock(Column<MonthStamp> due) { due_ = due; }
    /// In a sector drawn by those there are, or in a given one.
    void begin(const ShardContext& here, Shard& shard, std::size_t row,
               SectorId sector = SectorId::invalid()) const;

private:
    WorldSchema schema_;
    Columns columns_;
    LabourSetup setup_;
    Column<MonthStamp> due_;
    Draw sector_;
    TallyId started_;
    std::vector<double> inverse_weights_;  ///< of sectors, by region
};

}  // namespace qonys::models::kz_migration
