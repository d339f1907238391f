#pragma once

#include <vector>

#include "columns.hpp"
#include "parts/flows.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Whoever leaves the country for good: the row, the tie to a partner, and the books of departures.
class DepartureBooks {
public:
    DepartureBooks(Registry& registry, const Columns& columns, const Flows& flows,
                   const Axes& axes);
    /// Under which country somebody is booked who stays on where he works.
    [[nodiscard]] std::size_t partner_of(Stay stay) const { return partner_[stay]; }
    void leave(const ShardContext& here, Shard& shard, PersonId person, std::size_t country) const;

private:
    WorldSchema schema_;
    Columns columns_;
    Flows flows_;
    TallyId by_age_;
    std::size_t num_partners_;
    std::vector<std::size_t>
        partner_;  ///< place on flow_partner by stay; by its code, else the last
};

}  // namespace qonys::models::kz_migration
