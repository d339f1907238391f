#include "fitting/pair_fit.hpp"

#include <cmath>
#include <tuple>

#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr double cell_error = 0.3;
constexpr int num_steps = 12;
constexpr int first_year = 2022;
constexpr std::size_t num_terms = 3;
constexpr std::array<double, num_terms> prior_mean{-1.0, 0.5, 0.034};
constexpr std::array<double, num_terms> prior_error{0.25, 0.5, 0.02};

using Terms = std::array<double, num_terms>;
using CellKey = std::tuple<std::size_t, std::size_t, int>;

struct Period {
    int year;
    int num_months;
};

Period period_of(const Figure& row)
{
    return {std::stoi(row["from_month"].substr(0, 4)),
            std::stoi(row["to_month"].substr(5, 2)) - std::stoi(row["from_month"].substr(5, 2)) + 1};
}

void add_cells(const std::vector<Figure>& rows, const Axis& region, PairCell::Kind kind,
               std::map<CellKey, std::pair<int, PairCell>>& cells)
{
    for (const Figure& row : rows) {
        const auto origin = region.position(row["origin_then"]);
        const auto destination = region.position(row["destination_then"]);
        const Period period = period_of(row);
        if (!origin || !destination || period.year < first_year ||
            (kind == PairCell::Kind::count && period.num_months < 12)) {
            continue;
        }
        auto& [months, cell] = cells[{*origin, *destination, period.year}];
        if (period.num_months > months) {
            months = period.num_months;
            cell = {*origin, *destination, period.year, row.value, kind};
        }
    }
}

std::vector<double> residuals_of(const Terms& terms, const std::vector<PairCell>& cells,
                                 const std::map<int, GrossFlows>& gross,
                                 const std::function<Weights(const PairTerm&)>& weights)
{
    const Weights at = weights({terms[0], terms[1], terms[2]});
    std::map<int, Balance> balances;
    std::vector<double> residuals;
    for (const PairCell& cell : cells) {
        const GrossFlows& year = gross.at(cell.year);
        if (!balances.contains(cell.year)) {
            balances[cell.year] = balance(at, year);
        }
        double flow =
            balances[cell.year].flows[cell.origin * at.num_regions + cell.destination] +
            year.elsewhere(cell.origin, cell.destination);
        if (cell.kind == PairCell::Kind::of_arrivals) {
            flow /= year.all_arrivals(cell.destination);
        } else if (cell.kind == PairCell::Kind::of_departures) {
            flow /= year.all_departures(cell.origin);
        }
        residuals.push_back(exact::log(flow / cell.value) / cell_error);
    }
    for (std::size_t i = 0; i < num_terms; ++i) {
        residuals.push_back((terms[i] - prior_mean[i]) / prior_error[i]);
    }
    return residuals;
}

using Square = std::array<std::array<double, num_terms>, num_terms>;

/// Of a symmetric positive matrix, by cofactors.
Square inverse(const Square& m)
{
    Square result{};
    double determinant = 0.0;
    for (std::size_t i = 0; i < num_terms; ++i) {
        for (std::size_t j = 0; j < num_terms; ++j) {
            const std::size_t a = (i + 1) % 3;
            const std::size_t b = (i + 2) % 3;
            const std::size_t c = (j + 1) % 3;
            const std::size_t d = (j + 2) % 3;
            result[j][i] = m[a][c] * m[b][d] - m[a][d] * m[b][c];
        }
    }
    for (std::size_t j = 0; j < num_terms; ++j) {
        determinant += m[0][j] * result[j][0];
    }
    for (auto& row : result) {
        for (double& value : row) {
            value /= determinant;
        }
    }
    return result;
}

PairError error_of(const Square& covariance)
{
    const auto sd = [&](std::size_t i) { return std::sqrt(covariance[i][i]); };
    const auto correlation = [&](std::size_t i, std::size_t j) {
        return covariance[i][j] / (sd(i) * sd(j));
    };
    return {{sd(0), sd(1), sd(2)}, correlation(0, 1), correlation(0, 2), correlation(1, 2)};
}

}  // namespace

std::vector<PairCell> known_cells(const KnownFigures& figures, const Axis& region)
{
    // Arrivals' and departures' shares of one pair are two different figures.
    std::map<CellKey, std::pair<int, PairCell>> of_arrivals;
    std::map<CellKey, std::pair<int, PairCell>> of_departures;
    std::map<CellKey, std::pair<int, PairCell>> counts;
    add_cells(figures.observed("od_share_of_arrivals"), region, PairCell::Kind::of_arrivals,
              of_arrivals);
    add_cells(figures.observed("od_share_of_departures"), region, PairCell::Kind::of_departures,
              of_departures);
    add_cells(figures.observed("od_cells"), region, PairCell::Kind::count, counts);
    std::vector<PairCell> cells;
    for (const auto& [key, cell] : counts) {
        if (!of_arrivals.contains(key) && !of_departures.contains(key)) {
            cells.push_back(cell.second);
        }
    }
    for (const auto* shares : {&of_arrivals, &of_departures}) {
        for (const auto& [key, cell] : *shares) {
            cells.push_back(cell.second);
        }
    }
    return cells;
}

PairFit fit_pairs(const std::vector<PairCell>& cells, const std::map<int, GrossFlows>& gross,
                  const std::function<Weights(const PairTerm&)>& weights)
{
    Terms terms = prior_mean;
    Square covariance{};
    for (int step = 0; step < num_steps; ++step) {
        const std::vector<double> now = residuals_of(terms, cells, gross, weights);
        Square information{};
        Terms gradient{};
        std::array<std::vector<double>, num_terms> slopes;
        for (std::size_t i = 0; i < num_terms; ++i) {
            const double nudge = 1e-4 * prior_error[i];
            Terms nudged = terms;
            nudged[i] += nudge;
            slopes[i] = residuals_of(nudged, cells, gross, weights);
            for (std::size_t r = 0; r < now.size(); ++r) {
                slopes[i][r] = (slopes[i][r] - now[r]) / nudge;
                gradient[i] += slopes[i][r] * now[r];
            }
        }
        for (std::size_t i = 0; i < num_terms; ++i) {
            for (std::size_t j = 0; j < num_terms; ++j) {
                for (std::size_t r = 0; r < now.size(); ++r) {
                    information[i][j] += slopes[i][r] * slopes[j][r];
                }
            }
        }
        covariance = inverse(information);
        for (std::size_t i = 0; i < num_terms; ++i) {
            for (std::size_t j = 0; j < num_terms; ++j) {
                terms[i] -= covariance[i][j] * gradient[j];
            }
        }
    }
    PairFit fit{{terms[0], terms[1], terms[2]},
                error_of(covariance),
                residuals_of(terms, cells, gross, weights)};
    fit.log_residuals.resize(cells.size());
    for (double& residual : fit.log_residuals) {
        residual *= cell_error;
    }
    return fit;
}

}  // namespace qonys::models::kz_migration
