#include "abroad/conditions.hpp"

#include <algorithm>

#include "processes/constant_lever.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr const char* none_known = "none beyond what the levels of the start hold";

LeverSpec by_country(const char* name, const char* description, const char* unit,
                     const Axis& country)
{
    return {.name = name,
            .description = description,
            .unit = unit,
            .axes = {country},
            .bounds = Bounds::within(0.0, 1.0),
            .source = none_known};
}

}  // namespace

AbroadConditions::Levers AbroadConditions::Levers::declare(Registry& registry, const Axis& country)
{
    const auto add = [&](LeverSpec spec) {
        return registry.add_lever(constant_lever(std::move(spec), 0.0));
    };
    LeverSpec places = by_country("abroad.recruitment_places", "places of organised recruitment",
                                  "persons/year", country);
    constexpr double most_places = 1e6;
    places.bounds = Bounds::within(0.0, most_places);
    places.additive = true;
    Levers levers;
    levers.agreement = add(by_country("abroad.agreement",
                                      "strength of a labour agreement with the country: 0 none, "
                                      "1 as those studied; works with the time since it holds",
                                      "share", country));
    levers.recruitment_places = add(std::move(places));
    levers.legal_help =
        add(by_country("abroad.legal_help", "irregular citizens reached by legal help in a year",
                       "1/year", country));
    levers.assisted_return =
        add(by_country("abroad.assisted_return",
                       "irregular citizens offered help to return in a year", "1/year", country));
    levers.platform = add({.name = "abroad.platform",
                           .description = "share of citizens abroad whom the platform registers",
                           .unit = "share",
                           .axes = {},
                           .bounds = Bounds::within(0.0, 1.0),
                           .path = {},
                           .source = none_known});
    return levers;
}

std::vector<std::string> AbroadConditions::Levers::names()
{
    return {"abroad.agreement", "abroad.recruitment_places", "abroad.legal_help",
            "abroad.assisted_return", "abroad.platform"};
}

AbroadConditions::AbroadConditions(Registry& registry, const AbroadTerms& terms)
    : terms_(&terms),
      levers_(Levers::declare(registry, terms.country)),
      months_in_force_(terms.num_countries(), 0),
      agreement_(terms.num_countries(), 0.0)
{}

/// An agreement that no longer holds begins anew.
void AbroadConditions::open_month(const StepContext& step)
{
    for (std::size_t country = 0; country < agreement_.size(); ++country) {
        const double strength = step.levers(levers_.agreement, country);
        std::int64_t& months = months_in_force_[country];
        months = strength > 0.0 ? std::min<std::int64_t>(months + 1, terms_->agreement_months) : 0;
        agreement_[country] = strength * static_cast<double>(months) / terms_->agreement_months;
    }
}

void AbroadConditions::archive(Archive& archive)
{
    archive.values("abroad_months_in_force", months_in_force_);
    archive.values("abroad_by_region", abroad_);
}

}  // namespace qonys::models::kz_migration
