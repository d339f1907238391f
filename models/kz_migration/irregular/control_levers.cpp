#include "irregular/control_levers.hpp"

#include "processes/constant_lever.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double most_rate = 100.0;  // a year
constexpr double most_mci = 100000.0;

}  // namespace

ControlParams ControlParams::read(Reader& in)
{
    const Bounds rate = Bounds::within(0.0, most_rate);
    const Bounds share = Bounds::within(0.0, 1.0);
    const Bounds mci = Bounds::within(0.0, most_mci);
    ControlParams params;
    params.inspections =
        in.number("inspections", rate, {"1/year", "visits of inspectors to an employer"});
    params.checks =
        in.number("checks", rate, {"1/year", "times that an irregular person is found by a check"});
    params.fine_worker = in.number("fine_worker", mci, {"MCI", "fine of a detected person"});
    params.fine_employer = in.number("fine_employer", mci,
                                     {"MCI", "fine of an employer found with irregular workers"});
    params.expulsion_share =
        in.number("expulsion_share", share, {"share", "of the detected who are expelled"});
    params.ban_years = in.number("ban_years", Bounds::within(0.0, 50.0),
                                 {"years", "that the expelled may not come back"});
    params.regularisation =
        in.number("regularisation", share, {"share", "of the detected who may ask for a permit"});
    params.amnesty =
        in.number("amnesty", share, {"1/month", "irregular people who are let ask for a permit"});
    params.registration_days =
        in.number("registration_days", Bounds::within(0.0, 365.0),
                  {"days", "after which a visitor must have registered or left"});
    params.targeting =
        in.number("targeting", Bounds::within(0.0, 1000.0),
                  {"ratio", "visits to employers with irregular workers, over visits to others"});
    params.found = in.share("found", {"share", "irregular workers of an inspected employer found"});
    params.leave_after_fine =
        in.share("leave_after_fine", {"share", "of the fined who leave the country"});
    params.return_rate =
        in.annual_rate("return_rate", {"1/year", "tries of the expelled to come back"});
    params.patience = in.number("patience", Bounds::within(0.0, 600.0),
                                {"months", "after a ban in which the expelled still try"});
    params.inspection_cost = in.number("inspection_cost", mci, {"MCI/visit", "of an inspection"});
    params.expulsion_cost = in.number("expulsion_cost", mci, {"MCI/person", "of an expulsion"});
    return params;
}

ControlLevers ControlLevers::declare(Registry& registry, const ForeignAxes& axes,
                                     const ControlParams& params)
{
    const Bounds rate = Bounds::within(0.0, most_rate);
    const Bounds share = Bounds::within(0.0, 1.0);
    const Bounds mci = Bounds::within(0.0, most_mci);
    struct One {
        const char* name;
        const char* description;
        const char* unit;
        Bounds bounds;
        double value;
    };
    const auto add = [&](const One& one, std::vector<Axis> along) {
        return registry.add_lever(constant_lever({.name = one.name,
                                                  .description = one.description,
                                                  .unit = one.unit,
                                                  .axes = std::move(along),
                                                  .bounds = one.bounds,
                                                  .path = {},
                                                  .source = "[control] of the scenario"},
                                                 one.value));
    };
    return {
        add({"control.inspections", "visits of inspectors to an employer", "1/year", rate,
             params.inspections},
            {axes.region}),
        add({"control.checks", "times that an irregular person is found by a check", "1/year", rate,
             params.checks},
            {axes.region}),
        add({"control.fine_worker", "fine of a detected person", "MCI", mci, params.fine_worker},
            {}),
        add({"control.fine_employer", "fine of an employer found with irregular workers", "MCI",
             mci, params.fine_employer},
            {}),
        add({"control.expulsion_share", "detected people who are expelled", "share", share,
             params.expulsion_share},
            {}),
        add({"control.ban_years", "years that the expelled may not come back", "years",
             Bounds::within(0.0, 50.0), params.ban_years},
            {}),
        add({"control.regularisation", "detected people who may ask for a permit instead", "share",
             share, params.regularisation},
            {axes.region}),
        add({"control.amnesty", "irregular people who are let ask for a permit, in a month",
             "1/month", share, params.amnesty},
            {axes.region}),
        add({"control.registration_days", "days after which a visitor must have registered or left",
             "days", Bounds::within(0.0, 365.0), params.registration_days},
            {})};
}

}  // namespace qonys::models::kz_migration
