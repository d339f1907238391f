#pragma once

#include "columns.hpp"
#include "outlook.hpp"
#include "parts/flows.hpp"
#include "processes/activity.hpp"
#include "processes/fertility.hpp"
#include "processes/home_leaving.hpp"
#include "processes/mortality.hpp"
#include "processes/schooling.hpp"
#include "processes/unions.hpp"
#include "qonys/process/residence.hpp"
#include "synthesis/traits.hpp"

namespace qonys::models::kz_migration {

/// Birth, death, couples, leaving home, school and main activity. Equations: README.md, part 7.
struct Demography {
    Axes axes;
    Mortality::Params mortality;
    Fertility::Params fertility;
    Unions::Params unions;
    HomeLeaving::Params home_leaving;
    Schooling::Params schooling;
    MainActivity::Params activity;

    /// What the parts of the model share.
    struct Shared {
        const Flows& flows;
        const ResidenceClaims& claims;
        const Traits& traits;   ///< outlives the registry
        std::shared_ptr<const IntegrationEffects> integration;  ///< may be none
    };

    static Demography read(Reader& in, const Axes& axes, const Outlook& outlook);
    void build(Registry& registry, const Columns& columns, const Shared& shared) const;
};

}  // namespace qonys::models::kz_migration
