#include "labour/foreign_tables.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace qonys::models::kz_migration {
namespace {

constexpr int first_year = 2022;
constexpr int last_year = 2026;
constexpr int days_of_month = 30;
constexpr std::array<std::string_view, 1> other_years{"year"};

std::vector<double> to_vector(std::span<const double> values)
{
    return {values.begin(), values.end()};
}

/// The sector group of a sector, as data/eaeu_worker_sector_share.csv has them.
std::string group_of_sector(const std::string& code)
{
    if (code == "agriculture") {
        return code;
    }
    return code == "industry" || code == "construction" ? "industry_construction" : "services";
}

}  // namespace

ForeignAxes ForeignAxes::read(Reader& in, const Axes& axes)
{
    const std::vector<std::string> codes{"cat1",      "cat2",     "cat3",      "cat4",
                                         "seasonal",  "ict",      "household", "eaeu",
                                         "irregular", "graduate", "specialist"};
    const auto first = [&](std::size_t count) {
        return std::vector<std::string>(codes.begin(),
                                        codes.begin() + static_cast<std::ptrdiff_t>(count));
    };
    return {axes.region, Axis("foreign_status", codes),
            Axis("permit_status", first(num_permit_statuses)),
            Axis("permit_category", first(num_quota_categories)),
            in.axis("partners", "partner", {"-", "countries that foreign workers come from"})};
}

std::vector<double> values_of_year(Reader& in, std::string_view key, const Axis& axis, int year,
                                   const ParameterInfo& info)
{
    const auto table = in.table<double, std::size_t, YearIndex>(
        key, {axis, Axis::range("year", year, year)}, Bounds::at_least(0.0), info, other_years);
    return to_vector(table.values());
}

std::vector<double> release_path(Reader& in, std::string_view key)
{
    const auto table =
        in.table<double, std::size_t>(key, {Axis::range("month", 1, 12)}, Bounds::within(0.0, 1.0),
                                      {"share", "part of a year's permits released in a month"});
    std::vector<double> release = to_vector(table.values());
    const double sum = std::accumulate(release.begin(), release.end(), 0.0);
    constexpr double rounding = 1e-6;
    if (in.problems().empty() && std::abs(sum - 1.0) > rounding) {
        in.problem(key, "the parts of the year add up to " + std::to_string(sum),
                   "a quota is released once", "make the twelve parts add up to 1");
    }
    if (!release.empty()) {
        release.back() += 1.0 - sum;
    }
    return release;
}

ForeignLevers ForeignLevers::read(Reader& in, const ForeignAxes& axes, int season_months)
{
    const Axis years = Axis::range("year", first_year, last_year);
    ForeignLevers levers;
    const auto quota = in.table<double, RegionId, std::size_t, YearIndex>(
        "quota", {axes.region, axes.category, years}, Bounds::at_least(0.0),
        {"permits/year", "employers' quota by region and category"});
    const auto household =
        in.table<double, YearIndex>("household_quota", {years}, Bounds::at_least(0.0),
                                    {"permits/year", "permits for workers of private persons"});
    for (std::size_t y = 0; y < years.size() && in.problems().empty(); ++y) {
        const Month from(first_year + static_cast<int>(y), 1);
        const YearIndex year(static_cast<YearIndex::rep>(y));
        LeverStep step{from, {}};
        for (std::size_t i = 0; i < axes.region.size() * axes.category.size(); ++i) {
            step.values.push_back(
                quota(RegionId(static_cast<RegionId::rep>(i / axes.category.size())),
                      i % axes.category.size(), year));
        }
        levers.quota.push_back(step);
        levers.household_quota.push_back({from, {household(year)}});
    }
    const auto fee = in.table<double, std::size_t>("fee", {axes.category}, Bounds::at_least(0.0),
                                                   {"MCI", "fee of a permit by category"});
    levers.fee = to_vector(fee.values());
    const auto seasonal = in.table<double, std::size_t>(
        "seasonal_fee", {Axis("permit_days", {"90", "180", "270", "365"})}, Bounds::at_least(0.0),
        {"MCI", "fee of a seasonal permit by its days"});
    if (in.problems().empty()) {
        const int quarter = std::clamp((season_months * days_of_month - 1) / 90, 0, 3);
        levers.fee.back() = seasonal.values()[static_cast<std::size_t>(quarter)];
    }
    const auto local = in.table<double, std::size_t>(
        "local_staff_share", {axes.category}, Bounds::within(0.0, 1.0),
        {"share", "least share of local staff of an employer that asks"});
    levers.local_staff_share = to_vector(local.values());
    levers.test_months = in.number("test_months", Bounds::within(0.0, 60.0),
                                   {"months", "posts stay open before a permit is asked for"});
    levers.redistribution_month = in.number("redistribution_month", Bounds::within(0.0, 12.0),
                                            {"month", "of the year from which unused places go on; 0: never"});
    levers.redistribution_share = in.number("redistribution_share", Bounds::within(0.0, 1.0),
                                            {"share", "unused places that go to others"});
    levers.irregular_hiring =
        in.number("irregular_hiring", Bounds::within(0.0, 1.0),
                  {"1/request", "refused requests after which a worker is hired without a permit"});
    return levers;
}

PermitTerms PermitTerms::read(Reader& in, const ForeignAxes& axes)
{
    PermitTerms terms;
    const auto months = in.table<double, std::size_t>(
        "months", {axes.permit}, Bounds::within(1.0, 60.0), {"months", "length of a permit"});
    const auto renewals =
        in.table<double, std::size_t>("renewals", {axes.permit}, Bounds::within(0.0, 255.0),
                                      {"times", "a permit may be extended"});
    for (std::size_t i = 0; i < std::min(num_permit_statuses, months.values().size()); ++i) {
        terms.months[i] = static_cast<int>(months.values()[i]);
        terms.renewals[i] = static_cast<int>(renewals.values()[i]);
    }
    const auto month = [&](std::string_view key, double most, std::string_view what) {
        return static_cast<int>(in.integer(key, Bounds::within(1.0, most), {"month", what}));
    };
    terms.months[static_cast<std::size_t>(ForeignStatus::seasonal)] =
        month("season_months", 12.0, "length of a seasonal permit");
    terms.season_first = month("season_first", 12.0, "first month of seasonal requests");
    terms.season_last = month("season_last", 12.0, "last month of seasonal requests");
    terms.extension_wish =
        in.share("extension_wish", {"share", "permits that end and are to be extended"});
    terms.leave_rate = in.annual_rate("leave_rate", {"1/year", "holders who leave before the end"});
    terms.cost_elasticity =
        in.number("cost_elasticity", Bounds::within(-3.0, 0.0),
                  {"-", "of posts meant for foreigners to wage and fee of a foreigner"});
    return terms;
}

ForeignStartTables ForeignStartTables::read(Reader& in, const ForeignAxes& axes,
                                            const LabourAxes& labour, int base_year)
{
    const Axis groups("sector_group", {"agriculture", "industry_construction", "services"});
    ForeignStartTables tables;
    tables.workers = values_of_year(in, "workers", axes.permit, base_year,
                                    {"persons", "foreign workers by permit at the start"});
    const auto demand = in.table<double, std::size_t>(
        "demand", {axes.permit}, Bounds::within(0.0, 100.0),
        {"ratio", "posts meant for foreigners over workers at the start"});
    tables.demand = to_vector(demand.values());
    tables.seasonal_posts = in.number("seasonal_posts", Bounds::at_least(0.0),
                                      {"posts", "meant for seasonal workers from abroad"});
    tables.employers =
        in.number("employers", Bounds::at_least(1.0), {"employers", "that ask for permits"});
    tables.size_exponent = in.number("size_exponent", Bounds::within(0.0, 2.0),
                                     {"-", "of the chance to ask for permits on staff"});
    const std::vector<double> sectors = values_of_year(in, "sector_share", labour.sector, base_year,
                                                       {"share", "foreign workers by sector"});
    const std::vector<double> regions = values_of_year(in, "region_share", axes.region, base_year,
                                                       {"share", "foreign workers by region"});
    tables.sector_share = Table<double, SectorId>({labour.sector});
    tables.region_share = Table<double, RegionId>({axes.region});
    std::copy(sectors.begin(), sectors.end(), tables.sector_share.values().begin());
    std::copy(regions.begin(), regions.end(), tables.region_share.values().begin());
    tables.category_skill = in.table<double, std::size_t, Skill>(
        "category_skill", {axes.permit, labour.skill}, Bounds::within(0.0, 1.0),
        {"share", "skill of the posts of a category"});
    tables.origin_share = values_of_year(in, "origin_share", axes.partner, base_year,
                                         {"share", "permit holders by country"});
    tables.eaeu = values_of_year(in, "eaeu", axes.partner, base_year,
                                 {"persons", "workers from the Economic Union by country"});
    const auto group_share =
        in.table<double, std::size_t>("eaeu_sector_share", {groups}, Bounds::within(0.0, 1.0),
                                      {"share", "workers from the Economic Union by sector group"});
    tables.eaeu_group_share = to_vector(group_share.values());
    for (const std::string& sector : labour.sector.codes()) {
        const auto found =
            std::find(groups.codes().begin(), groups.codes().end(), group_of_sector(sector));
        tables.sector_group.push_back(static_cast<std::size_t>(found - groups.codes().begin()));
    }
    return tables;
}

}  // namespace qonys::models::kz_migration
