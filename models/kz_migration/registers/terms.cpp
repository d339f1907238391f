#include "registers/terms.hpp"

#include <algorithm>

#include "qonys/core/month.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double most_months = 60.0;
constexpr double most_rate = 100.0;
constexpr const char* section = "[registers] of the scenario";

}  // namespace

RegisterTerms RegisterTerms::read(Reader& in, const RegisterAxes& axes)
{
    const Bounds share = Bounds::within(0.0, 1.0);
    RegisterTerms terms;
    const auto by_agency = [&](const char* key, Bounds bounds, const ParameterInfo& info,
                               std::array<double, num_agencies>& into) {
        const auto table = in.table<double, std::size_t>(key, {axes.agency}, bounds, info);
        std::copy_n(table.values().begin(), std::min(num_agencies, table.values().size()),
                    into.begin());
    };
    by_agency("coverage", share, {"share", "of those whom an agency should record, who are"},
              terms.coverage);
    by_agency("delay", Bounds::within(0.0, most_months),
              {"months", "from an event until it is recorded, mean"}, terms.delay);
    by_agency("twice", share, {"share", "of those recorded, who have two numbers there"},
              terms.twice);
    by_agency("linkage", share, {"share", "of an agency's people who are linked into the contour"},
              terms.linkage);
    terms.nobd_residence =
        in.number("nobd_residence", share,
                  {"share", "families with pupils linked, whose school is compared with where "
                            "they are registered"});
    terms.contract_check =
        in.number("contract_check", Bounds::within(0.0, most_rate),
                  {"1/year", "checks of people whose ended right to stay the contour shows"});
    terms.outreach = in.number(
        "outreach", share,
        {"1/month", "kandas not reached by courses, whom another agency shows, asked anew"});
    terms.told_register =
        in.number("told_register", share,
                  {"1/month", "people detected to live elsewhere than registered, who register"});
    return terms;
}

RegisterLevers RegisterLevers::declare(Registry& registry, const RegisterAxes& axes,
                                       const RegisterTerms& terms)
{
    const Bounds share = Bounds::within(0.0, 1.0);
    const auto add = [&](LeverSpec spec, std::vector<double> values) {
        spec.path = {{Month(2022, 1), std::move(values)}};
        spec.source = section;
        return registry.add_lever(std::move(spec));
    };
    const auto by_agency = [&](LeverSpec spec, const std::array<double, num_agencies>& values) {
        spec.axes = {axes.agency};
        return add(std::move(spec), {values.begin(), values.end()});
    };
    RegisterLevers levers;
    levers.coverage = by_agency({.name = "registers.coverage",
                                 .description = "people whom an agency should record, who are",
                                 .unit = "share",
                                 .bounds = share},
                                terms.coverage);
    levers.delay = by_agency({.name = "registers.delay",
                              .description = "time from an event until it is recorded, mean",
                              .unit = "months",
                              .bounds = Bounds::within(0.0, most_months)},
                             terms.delay);
    levers.linkage = by_agency({.name = "registers.linkage",
                                .description = "an agency's people linked into the contour",
                                .unit = "share",
                                .bounds = share},
                               terms.linkage);
    levers.nobd_residence = add({.name = "registers.nobd_residence",
                                 .description = "families with pupils linked, whose school is "
                                                "compared with where they are registered",
                                 .unit = "share",
                                 .bounds = share},
                                {terms.nobd_residence});
    levers.contract_check = add({.name = "registers.contract_check",
                                 .description = "checks of people whose ended right to stay the "
                                                "contour shows",
                                 .unit = "1/year",
                                 .bounds = Bounds::within(0.0, most_rate)},
                                {terms.contract_check});
    levers.outreach = add({.name = "registers.outreach",
                           .description = "kandas not reached by courses, whom an agency besides "
                                          "Labour shows in the contour, asked anew",
                           .unit = "1/month",
                           .bounds = share},
                          {terms.outreach});
    return levers;
}

}  // namespace qonys::models::kz_migration
