#include "processes/permit_levers.hpp"

namespace qonys::models::kz_migration {
namespace {

LeverSpec lever(const char* name, const char* description, const char* unit, Bounds bounds,
                double value)
{
    return {.name = name,
            .description = description,
            .unit = unit,
            .axes = {},
            .bounds = bounds,
            .path = {{Month(2022, 1), {value}}},
            .source = "[foreign_labour] of the scenario"};
}

}  // namespace

PermitLevers PermitLevers::declare(Registry& registry, const ForeignAxes& axes,
                                   const ForeignLevers& levers)
{
    const Bounds share = Bounds::within(0.0, 1.0);
    const auto add = [&](LeverSpec spec) { return registry.add_lever(std::move(spec)); };
    PermitLevers turned;
    turned.quota =
        add({.name = "foreign_labour.quota",
             .description = "permits for foreign workers of employers, issued or extended",
             .unit = "permits/year",
             .axes = {axes.region, axes.category},
             .bounds = Bounds::at_least(0.0),
             .path = levers.quota,
             .source = "data/employer_quota_region.csv",
             .additive = true});
    turned.fee = add({.name = "foreign_labour.fee",
                      .description = "fee of a permit",
                      .unit = "MCI/permit",
                      .axes = {axes.category},
                      .bounds = Bounds::at_least(0.0),
                      .path = {{Month(2022, 1), levers.fee}},
                      .source = "data/permit_fee_mci.csv, data/seasonal_fee_mci.csv"});
    turned.local_staff_share = add({.name = "foreign_labour.local_staff_share",
                                    .description = "least share of local staff of those who ask",
                                    .unit = "share",
                                    .axes = {axes.category},
                                    .bounds = share,
                                    .path = {{Month(2022, 1), levers.local_staff_share}},
                                    .source = "data/local_staff_share.csv"});
    turned.test_months = add(lever("foreign_labour.test_months",
                                   "months that posts stay open before a permit is asked for",
                                   "months", Bounds::within(0.0, 60.0), levers.test_months));
    turned.redistribution_month =
        add(lever("foreign_labour.redistribution_month",
                  "month of the year from which on unused places go to others; 0: never", "month",
                  Bounds::within(0.0, 12.0), levers.redistribution_month));
    turned.redistribution_share =
        add(lever("foreign_labour.redistribution_share",
                  "unused places that go to regions and categories with refused requests", "share",
                  share, levers.redistribution_share));
    turned.irregular_hiring =
        add(lever("foreign_labour.irregular_hiring",
                  "refused requests after which a worker is hired without a permit", "1/request",
                  share, levers.irregular_hiring));
    return turned;
}

}  // namespace qonys::models::kz_migration
