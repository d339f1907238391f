#pragma once

#include "columns.hpp"
#include "parts/flows.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Whoever leaves the country for good: the row, the tie to a partner, and the books of departures.
class DepartureBooks {
public:
    DepartureBooks(Registry& registry, const Columns& columns, const Flows& flows,
                   const Axes& axes);
    void leave(const ShardContext& here, Shard& shard, PersonId person, std::size_t country) const;

private:
    WorldSchema schema_;
    Columns columns_;
    Flows flows_;
    TallyId by_age_;
    std::size_t num_partners_;
};

}  // namespace qonys::models::kz_migration
