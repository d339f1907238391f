#include "processes/resettlement.hpp"

#include <algorithm>

namespace qonys::models::kz_migration {
namespace {

std::vector<double> labour(Reader& in, std::string_view key, const Axes& axes, int year,
                           const ParameterInfo& info)
{
    constexpr std::array<std::string_view, 1> partial{"year"};
    const auto table = in.table<double, RegionId, YearIndex>(
        key, {axes.region, Axis::range("year", year, year)}, Bounds::at_least(0.0), info, partial);
    return {table.values().begin(), table.values().end()};
}

/// Rate of an unemployed adult in each sending region, so that the persons of the families that
/// apply add up to `applicants`, split by where resettlers come from.
std::vector<double> application_rates(Reader& in, const Axes& axes, int labour_year,
                                      Resettlement::Params& params)
{
    const double applicants =
        in.number("applicants", Bounds::at_least(0.0),
                  {"persons/year", "members of families that apply, rules of 2025"});
    const auto shares =
        in.table<double, RegionId>("origin_share", {axes.region}, Bounds::within(0.0, 1.0),
                                   {"share", "resettlers by region of origin"});
    params.origin_share.assign(shares.values().begin(), shares.values().end());
    const std::vector<double> unemployed =
        labour(in, "unemployed", axes, labour_year, {"persons", "unemployed"});
    const std::vector<double> employed =
        labour(in, "employed", axes, labour_year, {"persons", "employed"});
    std::vector<double> rates(axes.region.size(), 0.0);
    for (std::size_t r = 0; r < std::min(rates.size(), unemployed.size()); ++r) {
        const double adults = unemployed[r] + params.others_rate * employed[r];
        const double share = shares(RegionId(static_cast<RegionId::rep>(r)));
        rates[r] = params.sending[r] && adults > 0.0
                       ? applicants * share / (adults * params.family_size)
                       : 0.0;
    }
    return rates;
}

}  // namespace

Resettlement::Params Resettlement::Params::read(Reader& in, const Axes& axes, int labour_year,
                                                double scale)
{
    Reader section = in.section("resettlement");
    Params params;
    params.scale = scale;
    params.quota = YearlyQuota::read(section, axes);
    params.attraction = params.quota.attraction();
    params.distance_decay = section.number("distance_decay", Bounds::within(0.0, 5.0),
                                           {"-", "exponent on kilometres between capitals"});
    params.memorandum_pull =
        section.number("memorandum_pull", Bounds::within(0.0, 5.0),
                       {"log", "weight that a memorandum in force adds to a destination"});
    const auto sending = section.table<double, RegionId>(
        "sending", {axes.region}, Bounds::within(0.0, 1.0), {"-", "1 = a region that may send"});
    for (const double value : sending.values()) {
        params.sending.push_back(value > 0.0);
    }
    params.sending.resize(axes.region.size());
    params.others_rate = section.number(
        "others_rate", Bounds::within(0.0, 1.0),
        {"-", "applications of adults who are not unemployed, relative; ends with rules_from"});
    params.family_size = section.number("family_size", Bounds::within(1.0, 20.0),
                                        {"persons", "family of an applicant, as members see it"});
    params.application_rate = application_rates(section, axes, labour_year, params);
    params.rules_from =
        section.month("rules_from", {"month", "job-seekers and residents only from"});
    params.residence_months =
        static_cast<int>(section.integer("residence_months", Bounds::within(0.0, 600.0),
                                         {"months", "of residence before applying"}));
    params.patience = static_cast<int>(section.integer(
        "patience", Bounds::within(1.0, 120.0), {"months", "that applicants wait for a place"}));
    params.last_age = static_cast<int>(
        section.integer("last_age", Bounds::within(18.0, 100.0), {"years", "oldest applicant"}));
    return params;
}

}  // namespace qonys::models::kz_migration
