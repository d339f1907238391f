#include "processes/quota_track.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace qonys::models::kz_migration {
namespace {

constexpr int first_year = 2022;
constexpr int last_year = 2026;

}  // namespace

YearlyQuota YearlyQuota::read(Reader& in, const Axes& axes)
{
    YearlyQuota quota;
    quota.region = axes.region;
    quota.years = Axis::range("year", first_year, last_year);
    quota.places = in.table<double, RegionId, YearIndex>(
        "quota", {axes.region, quota.years}, Bounds::at_least(0.0),
        {"persons/year", "yearly quota by receiving region", "a quota cannot be negative"});
    quota.known = in.table<double, RegionId, YearIndex>(
        "quota_known", {axes.region, quota.years}, Bounds::at_least(0.0),
        {"persons/year", "quotas as published: how much a region takes part"});
    const auto release = in.table<double, std::size_t>(
        "release", {Axis::range("month", 1, 12)}, Bounds::within(0.0, 1.0),
        {"share", "part of the year's quota that is released in a month"});
    quota.release.assign(release.values().begin(), release.values().end());
    double sum = 0.0;
    for (const double part : quota.release) {
        sum += part;
    }
    // Published with eight decimals; what is missing falls to the last month.
    constexpr double rounding = 1e-6;
    if (in.problems().empty() && std::abs(sum - 1.0) > rounding) {
        in.problem("release", "the parts of the year add up to " + std::to_string(sum),
                   "a quota is released once", "make the twelve parts add up to 1");
    }
    if (!quota.release.empty()) {
        quota.release.back() += 1.0 - sum;
    }
    return quota;
}

LeverSpec YearlyQuota::lever(std::string name, std::string description, std::string source) const
{
    LeverSpec spec{.name = std::move(name),
                   .description = std::move(description),
                   .unit = "persons/year",
                   .axes = {region},
                   .bounds = Bounds::at_least(0.0),
                   .path = {},
                   .source = std::move(source),
                   .additive = true};
    for (std::size_t y = 0; y < years.size(); ++y) {
        LeverStep step{Month(first_year + static_cast<int>(y), 1), {}};
        for (std::size_t r = 0; r < region.size(); ++r) {
            step.values.push_back(places(RegionId(static_cast<RegionId::rep>(r)),
                                         YearIndex(static_cast<YearIndex::rep>(y))));
        }
        spec.path.push_back(std::move(step));
    }
    return spec;
}

std::vector<double> YearlyQuota::mean_known() const
{
    std::vector<double> means(region.size(), 0.0);
    for (std::size_t r = 0; r < region.size(); ++r) {
        for (std::size_t y = 0; y < years.size() && !known.values().empty(); ++y) {
            means[r] += known(RegionId(static_cast<RegionId::rep>(r)),
                              YearIndex(static_cast<YearIndex::rep>(y))) /
                        static_cast<double>(years.size());
        }
    }
    return means;
}

std::vector<double> YearlyQuota::attraction() const
{
    std::vector<double> means = mean_known();
    double least = std::numeric_limits<double>::infinity();
    for (const double mean : means) {
        least = mean > 0.0 ? std::min(least, mean) : least;
    }
    for (double& mean : means) {
        mean = mean > 0.0 ? mean : std::min(least, 1.0e6);
    }
    return means;
}

}  // namespace qonys::models::kz_migration
