#include "outlook.hpp"

#include <cmath>

#include "qonys/core/math.hpp"
#include "qonys/random/distribution/normal.hpp"
#include "qonys/random/distribution/uniform.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int first_trend_year = 2025;
constexpr int last_trend_year = 2050;
constexpr int first_shock_year = 2023;  ///< of knowledge: estimates of shocks as of its end
constexpr int last_shock_year = 2024;
const PathIndex low_path(0);
const PathIndex base_path(1);
const PathIndex high_path(2);

/// Low and high paths are read as an 80 % interval: this many standard deviations off the base.
/// Assumption.
constexpr double path_width = 1.2816;

const std::array<std::string, num_trends> trend_names{
    "fertility",    "mortality",        "arrivals", "departures", "mobility",
    "regional_net", "regional_turnover"};
constexpr std::uint32_t path_draw = 0;   ///< words of a trend's draw
constexpr std::uint32_t shock_draw = 1;  ///< this and, for regions, more

Draw draw_of(std::string_view purpose)
{
    return Draw("kz_migration.outlook." + std::string(purpose));
}

Stream stream_of_pair(const Stream& random)
{
    return {random.seed(), Outlook::pair_of(random.replicate())};
}

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
    const Axis years = Axis::range("year", first_trend_year, last_trend_year);
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
    return path;
}

void Outlook::read_forecast(Reader in)
{
    uncertain_ = in.boolean("uncertain",
                            {"-", "each pair of replicates has a future of its own"}, false);
    const Axis years = Axis::range("year", first_shock_year, last_shock_year);
    const Axis trends("trend", {trend_names.begin(), trend_names.end()});
    const auto sd = in.table<double, YearIndex, SizeIndex>(
        "shock_sd", {years, trends}, Bounds::within(0.0, 1.0),
        {"log", "spread of a year's shock, by last known year"});
    const auto persistence = in.table<double, YearIndex, SizeIndex>(
        "shock_persistence", {years, trends}, Bounds::within(0.0, 1.0),
        {"-", "part of a shock that is left in the next year"});
    least_damping_ = in.number("least_damping", Bounds::within(0.0, 0.95),
                               {"-", "of regional changes, where the forecast is uncertain"});
    most_damping_ = in.number("most_damping", Bounds::within(least_damping_, 0.95),
                              {"-", "of regional changes, where the forecast is uncertain"});
    if (uncertain_ && last_known_year_ < first_shock_year) {
        in.problem("uncertain",
                   "no errors of forecasts are known as of " + std::to_string(last_known_year_),
                   "an interval must not know more than its forecast",
                   "set data.as_of to 2023-12 or later, or forecast.uncertain = false");
    }
    const int known = std::clamp(last_known_year_, first_shock_year, last_shock_year);
    const YearIndex place(static_cast<YearIndex::rep>(known - first_shock_year));
    for (std::size_t trend = 0; trend < num_trends; ++trend) {
        const SizeIndex of_trend(static_cast<SizeIndex::rep>(trend));
        shocks_[trend] = {sd(place, of_trend), persistence(place, of_trend)};
    }
}

Outlook Outlook::read(Reader& in)
{
    Outlook outlook;
    Reader data = in.section("data");
    const Month as_of = data.month("as_of", {"month", "last month whose figures may be used"});
    outlook.last_known_year_ = as_of.month_of_year() == 12 ? as_of.year() : as_of.year() - 1;
    outlook.read_forecast(in.section("forecast"));
    outlook.paths_ = {read_path(in.section("fertility"), std::nullopt),
                      read_path(in.section("mortality"), std::nullopt),
                      read_path(in.section("arrivals"), "arrivals"),
                      read_path(in.section("departures"), "departures"),
                      read_path(in.section("mobility"), std::nullopt)};
    return outlook;
}

double Outlook::Path::at(int year) const
{
    const int known = std::clamp(year, first_trend_year, last_trend_year);
    return values(chosen, YearIndex(static_cast<YearIndex::rep>(known - first_trend_year)));
}

double Outlook::Path::at(int year, double z) const
{
    const int known = std::clamp(year, first_trend_year, last_trend_year);
    const YearIndex index(static_cast<YearIndex::rep>(known - first_trend_year));
    const double base = values(base_path, index);
    const double side = z < 0.0 ? values(low_path, index) : values(high_path, index);
    // Geometric, so that a level never falls below nothing.
    return base * exact::pow(side / base, std::abs(z) / path_width);
}

double Outlook::factor(Trend trend, int year, const Stream& random) const
{
    if (year <= last_known_year_) {
        return 1.0;
    }
    // The paths begin where the last known year is 2024; a backcast keeps the level that it knows.
    const bool has_path = last_known_year_ + 1 >= first_trend_year;
    const Path& path = paths_.at(static_cast<std::size_t>(trend));
    if (!uncertain_) {
        return has_path ? path.at(year) : 1.0;
    }
    const Stream pair = stream_of_pair(random);
    const Draw draw = draw_of(trend_names[static_cast<std::size_t>(trend)]);
    const double level =
        has_path ? path.at(year, standard_normal(pair(draw).word(path_draw, 0))) : 1.0;
    return level * exact::exp(shock(trend, 0, year, pair));
}

double Outlook::shock(Trend trend, std::uint64_t member, int year, const Stream& pair) const
{
    const Shock& kind = shocks_[static_cast<std::size_t>(trend)];
    const AddressedDraw draw = pair(draw_of(trend_names[static_cast<std::size_t>(trend)]));
    double sum = 0.0;
    for (int passed = last_known_year_ + 1; passed <= year; ++passed) {
        const double z =
            standard_normal(draw.word(shock_draw + member, static_cast<std::uint32_t>(passed)));
        sum = kind.persistence * sum + kind.sd * z;
    }
    return sum;
}

std::vector<double> Outlook::strays(Trend trend, std::size_t num_regions, int year,
                                    const Stream& random) const
{
    std::vector<double> result(num_regions, 0.0);
    if (!uncertain_ || year <= last_known_year_) {
        return result;
    }
    const Stream pair = stream_of_pair(random);
    double mean = 0.0;
    for (std::size_t region = 0; region < num_regions; ++region) {
        result[region] = shock(trend, region, year, pair);
        mean += result[region] / static_cast<double>(num_regions);
    }
    // What all regions do together is the nation's, and has a trend of its own.
    for (double& stray : result) {
        stray -= mean;
    }
    return result;
}

double Outlook::damping(double usual, const Stream& random) const
{
    if (!uncertain_) {
        return usual;
    }
    const double place = uniform_unit(stream_of_pair(random)(draw_of("damping")).word(0, 0));
    return least_damping_ + (most_damping_ - least_damping_) * place;
}

PairTerm Outlook::pair_term(const FittedMovement& fitted, const Stream& random) const
{
    if (!uncertain_) {
        return fitted.pair;
    }
    const AddressedDraw draw = stream_of_pair(random)(draw_of("pair_term"));
    return fitted.drawn_pair({standard_normal(draw.word(0, 0)), standard_normal(draw.word(1, 0)),
                              standard_normal(draw.word(2, 0))});
}

}  // namespace qonys::models::kz_migration
