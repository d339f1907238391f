#pragma once

#include <memory>

#include "parts/integration.hpp"
#include "parts/labour.hpp"
#include "processes/business_projects.hpp"
#include "processes/land_lease.hpp"
#include "processes/lending.hpp"

namespace qonys::models::kz_migration {

/// Concessional loans and grants for businesses. Section [business] of a scenario; text: README.md,
/// part 7, "Money for businesses".
struct BusinessPart {
    BusinessTerms terms;
    BusinessProjects::Params projects;
    LandLease::Params leases;
    double scale = 1.0;

    /// What the labour floor asks: declared before it.
    struct Shared {
        LoanService::Setup service;
        std::shared_ptr<BusinessStart> start;
        SupportRecords records;
        [[nodiscard]] OwnBusiness::Money money() const { return {service.asking, start}; }
    };
    struct Given {
        const Columns& columns;
        const StatusColumns& status;
        const KandasRecords& kandas;
        const LabourSetup& labour;
        const Labour& part;
        const Budget& budget;
    };
    static BusinessPart read(Reader& in, const Axes& axes, const Outlook& outlook,
                             const Scenario& scenario);
    [[nodiscard]] Shared declare(Registry& registry, const Given& given) const;
    void build(Registry& registry, const Given& given, const Shared& shared) const;
};

}  // namespace qonys::models::kz_migration
