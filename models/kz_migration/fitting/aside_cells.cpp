#include "fitting/aside_cells.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <sstream>
#include <tuple>

#include "fitting/formatted.hpp"
#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int first_fitted_year = 2022;

using Places = std::vector<std::size_t>;

/// Regions of today that make up a published one; none when it is not made up of these.
std::optional<Places> places_of(const std::string& codes, const Axis& region)
{
    Places places;
    std::stringstream text(codes);
    for (std::string code; std::getline(text, code, '+');) {
        const auto place = region.position(code);
        if (!place) {
            return std::nullopt;
        }
        places.push_back(*place);
    }
    return places;
}

bool holds(const Places& places, std::size_t place)
{
    return std::find(places.begin(), places.end(), place) != places.end();
}

/// Moves between two groups of regions; all regions but the other group when one is empty.
double moved(const std::vector<double>& flows, std::size_t n, const Places& from, const Places& to)
{
    double sum = 0.0;
    for (std::size_t o = 0; o < n; ++o) {
        for (std::size_t d = 0; d < n; ++d) {
            const bool leaves = from.empty() ? !holds(to, o) : holds(from, o);
            const bool arrives = to.empty() ? !holds(from, d) : holds(to, d);
            sum += leaves && arrives ? flows[o * n + d] : 0.0;
        }
    }
    return sum;
}

/// What puts a count of part of a year, perhaps an earlier one, on the moves of a fitted year.
class Levels {
public:
    explicit Levels(const KnownFigures& figures)
    {
        for (const Figure& row : figures.data("registration_factor")) {
            factor_[std::stoi(row["year"])] = row.value;
        }
        for (const Figure& row : figures.data("move_month_share")) {
            month_[std::stoi(row["month"])] = row.value;
        }
    }
    [[nodiscard]] bool knows(int year) const { return factor_.contains(year); }
    [[nodiscard]] double of(const Figure& row, int year, int fitted_year) const
    {
        double part = 0.0;
        const int last = std::stoi(row["to_month"].substr(5, 2));
        for (int month = std::stoi(row["from_month"].substr(5, 2)); month <= last; ++month) {
            part += month_.at(month);
        }
        return part * factor_.at(year) / factor_.at(fitted_year);
    }

private:
    std::map<int, double> factor_;
    std::map<int, double> month_;
};

/// Gathers cells, the longest period of each pair, year and kind.
class Gatherer {
public:
    Gatherer(const KnownFigures& figures, const Axis& region, const std::vector<PairCell>& used,
             const FlowsOfYear& flows)
        : figures_(figures), region_(region), used_(used), flows_(flows), levels_(figures)
    {
    }

    void add(const std::string& table, PairCell::Kind kind)
    {
        for (const Figure& row : figures_.known_but_aside(table)) {
            const auto from = places_of(row["origin_then"], region_);
            const auto to = places_of(row["destination_then"], region_);
            const int year = std::stoi(row["from_month"].substr(0, 4));
            const bool is_count = kind == PairCell::Kind::count;
            if (!from || !to || is_used(*from, *to, year) || (is_count && !levels_.knows(year))) {
                continue;
            }
            const std::string name = row["origin_then"] + " -> " + row["destination_then"];
            std::string& period = longest_[{kind, name, year}];
            if (period.empty() || row["to_month"] > period) {
                period = row["to_month"];
                cells_[{kind, name, year}] = cell_of(row, kind, *from, *to);
            }
        }
    }

    [[nodiscard]] std::vector<AsideCell> cells() const
    {
        std::vector<AsideCell> all;
        for (const auto& [key, cell] : cells_) {
            all.push_back(cell);
        }
        return all;
    }

private:
    using Key = std::tuple<PairCell::Kind, std::string, int>;

    [[nodiscard]] bool is_used(const Places& from, const Places& to, int year) const
    {
        return std::any_of(used_.begin(), used_.end(), [&](const PairCell& cell) {
            return cell.year == year && holds(from, cell.origin) && holds(to, cell.destination);
        });
    }

    [[nodiscard]] AsideCell cell_of(const Figure& row, PairCell::Kind kind, const Places& from,
                                    const Places& to) const
    {
        const int year = std::stoi(row["from_month"].substr(0, 4));
        const int fitted_year = std::clamp(year, first_fitted_year, figures_.last_year());
        const std::vector<double> flows = flows_(fitted_year);
        const std::size_t n = region_.size();
        double model = moved(flows, n, from, to);
        if (kind == PairCell::Kind::of_arrivals) {
            model /= moved(flows, n, {}, to);
        } else if (kind == PairCell::Kind::of_departures) {
            model /= moved(flows, n, from, {});
        } else {
            model *= levels_.of(row, year, fitted_year);
        }
        const bool fitted = std::any_of(used_.begin(), used_.end(), [&](const PairCell& cell) {
            return holds(from, cell.origin) && holds(to, cell.destination);
        });
        return {row["origin_then"] + " -> " + row["destination_then"],
                row["from_month"] + " to " + row["to_month"], row["role"], kind, row.value, model,
                fitted};
    }

    const KnownFigures& figures_;
    const Axis& region_;
    const std::vector<PairCell>& used_;
    const FlowsOfYear& flows_;
    const Levels levels_;
    std::map<Key, std::string> longest_;
    std::map<Key, AsideCell> cells_;
};

using Wanted = std::function<bool(const AsideCell&)>;

double correlation(const std::vector<double>& x, const std::vector<double>& y)
{
    const auto num = static_cast<double>(x.size());
    const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / num;
    const double mean_y = std::accumulate(y.begin(), y.end(), 0.0) / num;
    double xy = 0.0;
    double xx = 0.0;
    double yy = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean_x) * (y[i] - mean_y);
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
    }
    return xy / std::sqrt(xx * yy);
}

/// Errors in logs: cells differ by orders of magnitude. Counts and shares have no common unit.
std::string summary(const std::string& of, const std::vector<AsideCell>& cells, const Wanted& wanted)
{
    std::vector<double> model;
    std::vector<double> published;
    double error = 0.0;
    double lean = 0.0;
    for (const AsideCell& cell : cells) {
        if (wanted(cell)) {
            model.push_back(exact::log(cell.model));
            published.push_back(exact::log(cell.published));
            error += std::abs(model.back() - published.back());
            lean += model.back() - published.back();
        }
    }
    if (model.size() < 3) {
        return formatted("%-34s %2zu cells: too few to sum up\n", of.c_str(), model.size());
    }
    const auto num = static_cast<double>(model.size());
    return formatted("%-34s %2zu cells: mean absolute log error %.2f, mean %+.2f, correlation %.2f\n",
                     of.c_str(), model.size(), error / num, lean / num,
                     correlation(model, published));
}

}  // namespace

std::vector<AsideCell> cells_aside(const KnownFigures& figures, const Axis& region,
                                   const std::vector<PairCell>& used, const FlowsOfYear& flows)
{
    Gatherer gatherer(figures, region, used, flows);
    gatherer.add("od_cells", PairCell::Kind::count);
    gatherer.add("od_share_of_arrivals", PairCell::Kind::of_arrivals);
    gatherer.add("od_share_of_departures", PairCell::Kind::of_departures);
    return gatherer.cells();
}

std::string report_aside(const std::vector<AsideCell>& cells)
{
    static constexpr std::array<const char*, 3> kinds{"persons", "of arrivals", "of departures"};
    std::string text =
        "\nnot used: cells known by the day that the fit leaves alone. Role validate, or of years before "
        "2022.\nThe model's value is that of the nearest fitted year; counts by registered moves per "
        "head and months.\n* another year of this pair is in the fit\n\n"
        "cell, not used                 period              role         published      model  ratio\n";
    for (const AsideCell& cell : cells) {
        text += formatted("%-28s%s %s  %-9s %12.3f %10.3f  %5.2f  %s\n", cell.name.c_str(),
                          cell.pair_is_fitted ? "*" : " ", cell.period.c_str(), cell.role.c_str(),
                          cell.published, cell.model, cell.model / cell.published,
                          kinds[static_cast<std::size_t>(cell.kind)]);
    }
    const auto is_count = [](const AsideCell& c) { return c.kind == PairCell::Kind::count; };
    text += "\n" + summary("counts", cells, is_count);
    text += summary("counts, pairs in no fitted year", cells, [&](const AsideCell& c) {
        return is_count(c) && !c.pair_is_fitted;
    });
    text += summary("shares", cells, [&](const AsideCell& c) { return !is_count(c); });
    text += summary("shares, pairs in no fitted year", cells, [&](const AsideCell& c) {
        return !is_count(c) && !c.pair_is_fitted;
    });
    text += summary("role validate", cells, [](const AsideCell& c) { return c.role == "validate"; });
    return text;
}

}  // namespace qonys::models::kz_migration
