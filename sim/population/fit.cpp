#include "qonys/population/fit.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "qonys/core/contract.hpp"

namespace qonys {
namespace {

/// For each cell of a table, the cell of a margin to which it adds.
std::vector<std::size_t> margin_cells(const std::vector<Axis>& axes, const Margin& margin)
{
    std::size_t count = 1;
    for (const Axis& axis : axes) {
        count *= axis.size();
    }
    std::vector<std::size_t> cells(count);
    std::vector<std::size_t> position(axes.size(), 0);
    for (std::size_t cell = 0; cell < count; ++cell) {
        std::size_t place = 0;
        for (const std::size_t axis : margin.axes) {
            place = place * axes[axis].size() + position[axis];
        }
        cells[cell] = place;
        for (std::size_t axis = axes.size(); axis-- > 0;) {
            if (++position[axis] < axes[axis].size()) {
                break;
            }
            position[axis] = 0;
        }
    }
    return cells;
}

using Values = Eigen::Map<Eigen::ArrayXd>;
using ConstValues = Eigen::Map<const Eigen::ArrayXd>;

Eigen::ArrayXd sums(std::span<const double> values, const std::vector<std::size_t>& cells,
                    std::size_t num_cells)
{
    Eigen::ArrayXd total = Eigen::ArrayXd::Zero(static_cast<Eigen::Index>(num_cells));
    for (std::size_t i = 0; i < values.size(); ++i) {
        total[static_cast<Eigen::Index>(cells[i])] += values[i];
    }
    return total;
}

ConstValues target_of(const Margin& margin)
{
    return {margin.target.data(), static_cast<Eigen::Index>(margin.target.size())};
}

}  // namespace

FittedTable fit_margins(const std::vector<Axis>& axes, std::vector<double> seed,
                        const std::vector<Margin>& margins, double tolerance, int max_rounds)
{
    std::vector<std::vector<std::size_t>> cells;
    for (const Margin& margin : margins) {
        cells.push_back(margin_cells(axes, margin));
        QONYS_EXPECT(cells.back().size() == seed.size());
    }
    FittedTable fitted{std::move(seed)};
    while (!fitted.converged && fitted.rounds < max_rounds) {
        ++fitted.rounds;
        double largest_gap = 0.0;
        for (std::size_t m = 0; m < margins.size(); ++m) {
            const ConstValues target = target_of(margins[m]);
            const Eigen::ArrayXd got = sums(fitted.values, cells[m], margins[m].target.size());
            largest_gap = std::max(largest_gap, (got - target).abs().maxCoeff());
            const Eigen::ArrayXd factor = (got > 0.0).select(target / got.max(1e-300), 0.0);
            for (std::size_t i = 0; i < fitted.values.size(); ++i) {
                fitted.values[i] *= factor[static_cast<Eigen::Index>(cells[m][i])];
            }
        }
        fitted.converged = largest_gap < tolerance;
    }
    return fitted;
}

std::vector<double> margin_sums(const std::vector<Axis>& axes, std::span<const double> values,
                                const Margin& margin)
{
    std::size_t count = 1;
    for (const std::size_t axis : margin.axes) {
        count *= axes[axis].size();
    }
    const Eigen::ArrayXd total = sums(values, margin_cells(axes, margin), count);
    return {total.begin(), total.end()};
}

MarginFit check_margin(const std::vector<Axis>& axes, std::span<const double> values,
                       const Margin& margin)
{
    const std::vector<double> got = margin_sums(axes, values, margin);
    MarginFit fit{margin.name, got.size()};
    std::size_t worst = 0;
    for (std::size_t cell = 0; cell < got.size(); ++cell) {
        const double gap = std::abs(got[cell] - margin.target[cell]);
        if (gap > fit.largest_gap) {
            fit.largest_gap = gap;
            worst = cell;
        }
    }
    fit.worst_target = margin.target[worst];
    fit.worst_got = got[worst];
    std::size_t place = worst;
    for (std::size_t i = margin.axes.size(); i-- > 0;) {
        const Axis& axis = axes[margin.axes[i]];
        const std::string& code = axis.codes()[place % axis.size()];
        fit.worst_cell = fit.worst_cell.empty() ? code : code + " x " + fit.worst_cell;
        place /= axis.size();
    }
    return fit;
}

}  // namespace qonys
