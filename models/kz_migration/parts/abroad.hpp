#pragma once

#include <memory>

#include "abroad/cohorts.hpp"
#include "abroad/records.hpp"
#include "abroad/terms.hpp"
#include "columns.hpp"
#include "labour/budget.hpp"
#include "labour/market.hpp"
#include "processes/departure_books.hpp"
#include "processes/status_columns.hpp"
#include "qonys/scenario/scenario.hpp"

namespace qonys::models::kz_migration {

/// Citizens who work abroad: who leaves, how they fare there, what they send home, and what
/// agreements, recruitment, help and the platform change. Section [abroad] of a scenario; text:
/// README.md, part 7.
struct AbroadPart {
    AbroadTerms terms;
    double scale = 1.0;

    struct Shared {
        const StatusColumns& status;
        const Prices& prices;
        const DepartureBooks& books;
        std::shared_ptr<const LabourMarket> market;
    };
    static AbroadPart read(Reader& in, const Axes& axes, const Outlook& outlook,
                           const Scenario& scenario);
    /// Returns what is kept of those abroad.
    AbroadRecords build(Registry& registry, const Columns& columns, const Shared& shared) const;
};

}  // namespace qonys::models::kz_migration
