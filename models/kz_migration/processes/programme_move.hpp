#pragma once

#include "columns.hpp"
#include "parts/flows.hpp"
#include "processes/status_columns.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// A whole household moves under a programme: actual and registered region change at once, for
/// places are given against registration.
class ProgrammeMove {
public:
    ProgrammeMove(const WorldSchema& schema, const Columns& columns, const Flows& flows,
                  std::size_t num_regions)
        : schema_(schema), columns_(columns), flows_(flows), num_regions_(num_regions)
    {}
    /// Returns the persons moved; books actual and registered moves.
    std::size_t move(const ShardContext& here, Shard& shard, HouseholdId household,
                     RegionId destination) const;

private:
    WorldSchema schema_;
    Columns columns_;
    Flows flows_;
    std::size_t num_regions_;
};

}  // namespace qonys::models::kz_migration
