#include "outlook.hpp"

#include <cmath>

#include "qonys/core/math.hpp"
#include "qonys/random/distribution/normal.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int first_path_year = 2025;
constexpr int last_path_year = 2050;
const PathIndex low_path(0);
const PathIndex base_path(1);
const PathIndex high_path(2);

/// Low and high paths are read as an 80 % interval: this many standard deviations off the base.
/// Assumption.
constexpr double path_width = 1.2816;

const std::array<std::string, num_trends> trend_names{"fertility", "mortality", "arrivals",
                                                      "departures", "mobility"};

const std::vector<std::string>& path_names()
{
    static const std::vector<std::string> names{"low", "base", "high"};
    return names;
}

}  // namespace

Outlook::Path Outlook::read_path(Reader in, std::optional<std::string> direction)
{
    Path path;
    const Axis paths("path", path_names());
    const Axis years = Axis::range("year", first_path_year, last_path_year);
    const ParameterInfo info{"factor", "level relative to the last known year, by path"};
    const Bounds bounds = Bounds::within(0.0, 10.0);
    if (direction) {
        constexpr std::array<std::string_view, 1> partial{"direction"};
        const auto table = in.table<double, SizeIndex, PathIndex, YearIndex>(
            "paths", {Axis("direction", {*direction}), paths, years}, bounds, info, partial);
        path.values = Table<double, PathIndex, YearIndex>({paths, years});
        std::copy(table.values().begin(), table.values().end(), path.values.values().begin());
    } else {
        path.values = in.table<double, PathIndex, YearIndex>("paths", {paths, years}, bounds, info);
    }
    const std::string chosen =
        in.word("path", path_names(), {"-", "path that is followed"}, "base");
    path.chosen = PathIndex(static_cast<PathIndex::rep>(*paths.position(chosen)));
    path.shock_sd = in.number("shock_sd", Bounds::within(0.0, 1.0),
                              {"log", "spread of a year's shock, where the forecast is uncertain"});
    return path;
}

Outlook Outlook::read(Reader& in)
{
    Outlook outlook;
    Reader data = in.section("data");
    const Month as_of = data.month("as_of", {"month", "last month whose figures may be used"});
    outlook.last_known_year_ = as_of.month_of_year() == 12 ? as_of.year() : as_of.year() - 1;
    Reader forecast = in.section("forecast");
    outlook.uncertain_ = forecast.boolean(
        "uncertain", {"-", "each pair of replicates has paths and shocks of its own"}, false);
    outlook.paths_ = {read_path(in.section("fertility"), std::nullopt),
                      read_path(in.section("mortality"), std::nullopt),
                      read_path(in.section("arrivals"), "arrivals"),
                      read_path(in.section("departures"), "departures"),
                      read_path(in.section("mobility"), std::nullopt)};
    return outlook;
}

double Outlook::Path::at(int year) const
{
    const int known = std::clamp(year, first_path_year, last_path_year);
    return values(chosen, YearIndex(static_cast<YearIndex::rep>(known - first_path_year)));
}

double Outlook::Path::at(int year, double z) const
{
    const int known = std::clamp(year, first_path_year, last_path_year);
    const YearIndex index(static_cast<YearIndex::rep>(known - first_path_year));
    const double base = values(base_path, index);
    const double side = z < 0.0 ? values(low_path, index) : values(high_path, index);
    // Geometric, so that a level never falls below nothing.
    return base * exact::pow(side / base, std::abs(z) / path_width);
}

double Outlook::factor(Trend trend, int year, const Stream& random) const
{
    // The paths begin where the last known year is 2024; a backcast keeps the level that it knows.
    if (year <= last_known_year_ || last_known_year_ + 1 < first_path_year) {
        return 1.0;
    }
    const Path& path = paths_[static_cast<std::size_t>(trend)];
    if (!uncertain_) {
        return path.at(year);
    }
    const std::string name = "kz_migration.outlook." + trend_names[static_cast<std::size_t>(trend)];
    const Stream pair(random.seed(), pair_of(random.replicate()));
    const double z = standard_normal(pair(Draw(name)).word(0, 0));
    const double shock = standard_normal(pair(Draw(name)).word(1, static_cast<std::uint32_t>(year)));
    return path.at(year, z) * exact::exp(path.shock_sd * shock);
}

}  // namespace qonys::models::kz_migration
