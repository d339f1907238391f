#include "students/student_levers.hpp"

#include <string>
#include <utility>

#include "processes/constant_lever.hpp"

namespace qonys::models::kz_migration {
namespace {

const Bounds share = Bounds::within(0.0, 1.0);
constexpr double most_days = 365.0;

/// Places by region and field: for new students of the start with the slack, and a group more.
std::vector<double> places_of(const StudentAxes& axes, const StudyTables& tables,
                              const StudentRules& rules)
{
    std::vector<double> places(axes.region.size() * axes.field.size(), rules.least_places);
    for (std::size_t r = 0; r < axes.region.size(); ++r) {
        for (std::size_t f = 0; f < axes.field.size(); ++f) {
            for (std::size_t o = 0; o < axes.origin.size(); ++o) {
                places[r * axes.field.size() + f] +=
                    rules.places_slack * tables.region_share[r] * tables.last_intake(o, f);
            }
        }
    }
    return places;
}

}  // namespace

StudentRules StudentRules::read(Reader& in)
{
    StudentRules rules;
    rules.places_slack = in.number("places_slack", Bounds::at_least(0.0),
                                   {"ratio", "places over new students at the start"});
    rules.least_places =
        in.number("least_places", Bounds::at_least(0.0),
                  {"persons/year", "places beyond these, in each region and field"});
    rules.visa_days = in.number("visa_days", Bounds::within(0.0, most_days),
                                {"days", "until a study visa is decided on"});
    rules.visa_refusal =
        in.number("visa_refusal", share, {"share", "study visas that are refused"});
    rules.visa_months = in.number("visa_months", Bounds::within(1.0, most_visa_months),
                                  {"months", "that a study visa holds"});
    rules.campaign =
        in.number("campaign", share, {"share", "who could apply and are told of studies here"});
    rules.preparation =
        in.number("preparation", share, {"share", "applicants prepared for the entrance"});
    rules.post_study_months =
        in.number("post_study_months", Bounds::within(0.0, most_post_study_months),
                  {"months", "that graduates may stay to work"});
    rules.job_offer_needed = in.number("job_offer_needed", share,
                                       {"-", "1: graduates without a post must leave sooner"});
    return rules;
}

StudentLevers StudentLevers::declare(Registry& registry, const StudentAxes& axes,
                                     const StudyTables& tables, const StudentRules& rules)
{
    const auto add = [&](LeverSpec spec, double value) {
        spec.name = "students." + spec.name;
        return registry.add_lever(constant_lever(std::move(spec), value));
    };
    StudentLevers levers;
    levers.places = registry.add_lever(
        {.name = "students.places",
         .description = "places for foreigners who begin to study, by region and field",
         .unit = "persons/year",
         .axes = {axes.region, axes.field},
         .bounds = Bounds::at_least(0.0),
         .path = {{Month(2022, 1), places_of(axes, tables, rules)}},
         .source = "new students at the start times students.places_slack",
         .additive = true,
         .key = "students.places_slack"});
    levers.visa_days = add({.name = "visa_days",
                            .description = "time until a study visa is decided on",
                            .unit = "days",
                            .bounds = Bounds::within(0.0, most_days)},
                           rules.visa_days);
    levers.visa_refusal = add({.name = "visa_refusal",
                               .description = "study visas that are refused",
                               .unit = "share",
                               .bounds = share},
                              rules.visa_refusal);
    levers.visa_months = add({.name = "visa_months",
                              .description = "time that a study visa holds, up to the whole course",
                              .unit = "months",
                              .bounds = Bounds::within(1.0, most_visa_months)},
                             rules.visa_months);
    levers.campaign = add({.name = "campaign",
                           .description = "who could apply and are reached by career guidance",
                           .unit = "share",
                           .axes = {axes.origin},
                           .bounds = share},
                          rules.campaign);
    levers.preparation = add({.name = "preparation",
                              .description = "applicants who are prepared for the entrance",
                              .unit = "share",
                              .axes = {axes.origin},
                              .bounds = share},
                             rules.preparation);
    levers.post_study_months = add({.name = "post_study_months",
                                    .description = "time that graduates may stay to work",
                                    .unit = "months",
                                    .bounds = Bounds::within(0.0, most_post_study_months)},
                                   rules.post_study_months);
    levers.job_offer_needed =
        add({.name = "job_offer_needed",
             .description = "1: graduates who find no post in time must leave",
             .unit = "-",
             .bounds = share},
            rules.job_offer_needed);
    return levers;
}

}  // namespace qonys::models::kz_migration
