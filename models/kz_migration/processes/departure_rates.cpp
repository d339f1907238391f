#include <algorithm>

#include "processes/external_departures.hpp"
#include "processes/kandas_tables.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t child_groups = 3;  ///< 0-14
constexpr std::size_t youth_group = 3;   ///< 15-19, of whom two years in five are adult
constexpr double adult_years = 2.0;
constexpr int fitting_rounds = 50;
constexpr std::array<std::string_view, 1> years_only{"year"};

RegionId region_id(std::size_t r) { return RegionId(static_cast<RegionId::rep>(r)); }
AgeGroupId group_id(std::size_t g) { return AgeGroupId(static_cast<AgeGroupId::rep>(g)); }

using ByAge = Table<double, RegionId, AgeGroupId>;

/// Residents of both sexes.
ByAge read_residents(Reader& in, const Axes& axes, int base_year)
{
    const auto people = in.table<double, RegionId, YearIndex, AgeGroupId, Sex>(
        "residents",
        {axes.region, Axis::range("year", base_year, base_year), axes.age_group, axes.sex},
        Bounds::at_least(0.0), {"persons", "residents at the start, by age"}, years_only);
    ByAge residents({axes.region, axes.age_group});
    if (people.values().empty()) {
        return residents;
    }
    for (std::size_t r = 0; r < axes.region.size(); ++r) {
        for (std::size_t g = 0; g < axes.age_group.size(); ++g) {
            residents(region_id(r), group_id(g)) =
                people(region_id(r), YearIndex(0), group_id(g), Sex::male) +
                people(region_id(r), YearIndex(0), group_id(g), Sex::female);
        }
    }
    return residents;
}

/// Share of departures by age group.
std::vector<double> read_ages(Reader& in, const Axes& axes)
{
    constexpr std::array<std::string_view, 1> partial{"direction"};
    const auto ages = in.table<double, std::size_t, AgeId>(
        "age_share", {Axis("direction", {"departures"}), axes.age}, Bounds::within(0.0, 1.0),
        {"share", "departures by completed years of age"}, partial);
    std::vector<double> shares(axes.age_group.size(), 0.0);
    for (std::size_t age = 0; age < ages.values().size() && !shares.empty(); ++age) {
        shares[group_of(age).value()] += ages.values()[age];
    }
    return shares;
}

/// People who leave, by region and age: the residents, bent to both margins.
ByAge fit(const ByAge& residents, const std::vector<double>& regions,
          const std::vector<double>& ages)
{
    ByAge leaving = residents;
    const auto bend = [](double& sum, double target) { return sum > 0.0 ? target / sum : 0.0; };
    for (int round = 0; round < fitting_rounds; ++round) {
        for (std::size_t g = 0; g < ages.size(); ++g) {
            double sum = 0.0;
            for (std::size_t r = 0; r < regions.size(); ++r) {
                sum += leaving(region_id(r), group_id(g));
            }
            for (std::size_t r = 0; r < regions.size(); ++r) {
                leaving(region_id(r), group_id(g)) *= bend(sum, ages[g]);
            }
        }
        for (std::size_t r = 0; r < regions.size(); ++r) {
            double sum = 0.0;
            for (std::size_t g = 0; g < ages.size(); ++g) {
                sum += leaving(region_id(r), group_id(g));
            }
            for (std::size_t g = 0; g < ages.size(); ++g) {
                leaving(region_id(r), group_id(g)) *= bend(sum, regions[r]);
            }
        }
    }
    return leaving;
}

/// Splits a region's departures: whole households leave at the rate of children, who cannot go
/// alone; what adults have beyond that they leave alone. Both add up to the region's total.
void split(const ByAge& leaving, const ByAge& residents, std::size_t r,
           ExternalDepartures::Params& params)
{
    const RegionId region = region_id(r);
    double children = 0.0;
    double child_leavers = 0.0;
    double all = 0.0;
    double all_leavers = 0.0;
    for (std::size_t g = 0; g < num_age_groups; ++g) {
        all += residents(region, group_id(g));
        all_leavers += leaving(region, group_id(g));
        children += g < child_groups ? residents(region, group_id(g)) : 0.0;
        child_leavers += g < child_groups ? leaving(region, group_id(g)) : 0.0;
    }
    const double together =
        children > 0.0 && all > 0.0 ? std::min(child_leavers / children, all_leavers / all) : 0.0;
    params.together[r] = together;
    double beyond = 0.0;
    for (std::size_t g = child_groups; g < num_age_groups; ++g) {
        beyond +=
            std::max(0.0, leaving(region, group_id(g)) - together * residents(region, group_id(g)));
    }
    const double factor = beyond > 0.0 ? (all_leavers - together * all) / beyond : 0.0;
    for (std::size_t g = child_groups; g < num_age_groups; ++g) {
        const double adults = residents(region, group_id(g)) *
                              (g == youth_group ? adult_years / years_in_group : 1.0);
        const double more =
            leaving(region, group_id(g)) - together * residents(region, group_id(g));
        params.alone(region, group_id(g)) =
            adults > 0.0 ? factor * std::max(0.0, more) / adults : 0.0;
    }
}

std::vector<std::array<double, 2>> read_kin(Reader& in, const Axes& axes)
{
    const auto kin = in.table<double, RegionId, std::size_t>("kin_share", {axes.region, axes.kin},
                                                             Bounds::within(0.0, 1.0),
                                                             {"share", "kin group of residents"});
    const double relative = in.number("kazakhs_relative", Bounds::within(0.0, 1.0),
                                      {"-", "rate of Kazakhs relative to that of others"});
    std::vector<std::array<double, 2>> factors;
    for (std::size_t r = 0; r < axes.region.size() && !kin.values().empty(); ++r) {
        const double kazakhs = kin(region_id(r), static_cast<std::size_t>(KinGroup::kazakh));
        const double mean = relative * kazakhs + 1.0 - kazakhs;
        factors.push_back({relative / std::max(mean, 1e-6), 1.0 / std::max(mean, 1e-6)});
    }
    return factors;
}

}  // namespace

ExternalDepartures::Params ExternalDepartures::Params::read(Reader& in, const Axes& axes,
                                                            const Outlook& outlook, int base_year)
{
    Params params;
    Reader section = in.section("external").section("departures");
    const int last = std::max(outlook.last_known_year(), first_flow_year);
    params.total = section.table<double, PartnerId, YearIndex>(
        "total", {axes.flow_partner, Axis::range("year", first_flow_year, last)},
        Bounds::at_least(0.0), {"persons/year", "registered departures to stay, by country"},
        years_only);
    constexpr int only_year = 2024;  // the one year that the split by region has
    const auto by_region = section.table<double, RegionId, YearIndex>(
        "by_region", {axes.region, Axis::range("year", only_year, only_year)},
        Bounds::at_least(0.0), {"persons/year", "registered departures by region"}, years_only);
    const ByAge residents = read_residents(section, axes, base_year);
    std::vector<double> ages = read_ages(section, axes);
    params.kin_factor = read_kin(section, axes);
    params.together.assign(axes.region.size(), 0.0);
    params.alone = ByAge({axes.region, axes.age_group});
    params.rate_year = std::clamp(base_year, first_flow_year, last);
    if (!in.problems().empty() || ages.size() != num_age_groups) {
        return params;
    }
    double total = 0.0;
    for (std::size_t p = 0; p < axes.flow_partner.size(); ++p) {
        total += params.total(
            PartnerId(static_cast<PartnerId::rep>(p)),
            YearIndex(static_cast<YearIndex::rep>(params.rate_year - first_flow_year)));
    }
    std::vector<double> regions(by_region.values().begin(), by_region.values().end());
    double sum = 0.0;
    for (const double persons : regions) {
        sum += persons;
    }
    for (double& persons : regions) {
        persons *= sum > 0.0 ? total / sum : 0.0;
    }
    for (double& share : ages) {
        share *= total;
    }
    const ByAge leaving = fit(residents, regions, ages);
    for (std::size_t r = 0; r < regions.size(); ++r) {
        split(leaving, residents, r, params);
    }
    return params;
}

}  // namespace qonys::models::kz_migration
