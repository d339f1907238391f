#include "qonys/population/rounding.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "qonys/core/contract.hpp"

namespace qonys {

std::vector<std::int64_t> round_to_total(std::span<const double> values, std::int64_t total)
{
    const std::vector<std::int64_t> no_bound(values.size(), std::numeric_limits<std::int64_t>::max());
    return round_to_total(values, total, no_bound);
}

std::vector<std::int64_t> round_to_total(std::span<const double> values, std::int64_t total,
                                         std::span<const std::int64_t> upper)
{
    QONYS_EXPECT(values.size() == upper.size());
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    QONYS_EXPECT(sum > 0.0 || total == 0);
    std::vector<std::int64_t> rounded(values.size(), 0);
    std::vector<double> remainder(values.size(), 0.0);
    std::int64_t left = total;
    for (std::size_t i = 0; i < values.size() && sum > 0.0; ++i) {
        const double share = values[i] / sum * static_cast<double>(total);
        rounded[i] = std::min(static_cast<std::int64_t>(std::floor(share)), upper[i]);
        remainder[i] = share - static_cast<double>(rounded[i]);
        left -= rounded[i];
    }
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return remainder[a] > remainder[b]; });
    while (left > 0) {
        const std::int64_t before = left;
        for (const std::size_t i : order) {
            if (left > 0 && rounded[i] < upper[i] && values[i] > 0.0) {
                ++rounded[i];
                --left;
            }
        }
        QONYS_EXPECT(left < before);  // the bounds leave room
    }
    return rounded;
}

namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;

struct Arc {
    std::int64_t capacity = 0;
    std::int64_t residual = 0;
    Traits::edge_descriptor reverse;
};

using Network = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                                      Arc>;

Traits::edge_descriptor add_arc(Network& network, std::size_t from, std::size_t to,
                                std::int64_t capacity)
{
    const auto forward = boost::add_edge(from, to, Arc{capacity}, network).first;
    const auto backward = boost::add_edge(to, from, Arc{0}, network).first;
    network[forward].reverse = backward;
    network[backward].reverse = forward;
    return forward;
}

/// What each row or column still lacks once every cell is rounded down.
std::vector<std::int64_t> lacking(std::span<const std::int64_t> sums,
                                  std::span<const std::int64_t> floors, bool by_row)
{
    std::vector<std::int64_t> lack(sums.begin(), sums.end());
    const std::size_t num_columns = by_row ? floors.size() / sums.size() : sums.size();
    for (std::size_t cell = 0; cell < floors.size(); ++cell) {
        lack[by_row ? cell / num_columns : cell % num_columns] -= floors[cell];
    }
    return lack;
}

}  // namespace

std::vector<std::int64_t> round_to_margins(std::span<const double> matrix,
                                           std::span<const std::int64_t> row_sums,
                                           std::span<const std::int64_t> column_sums)
{
    const std::size_t rows = row_sums.size();
    const std::size_t columns = column_sums.size();
    QONYS_EXPECT(matrix.size() == rows * columns);
    constexpr double whole = 1e-6;  // fitting leaves whole cells off by less than this
    std::vector<std::int64_t> rounded(matrix.size());
    const std::size_t source = rows + columns;
    const std::size_t sink = source + 1;
    Network network(sink + 1);
    std::vector<std::pair<std::size_t, Traits::edge_descriptor>> raisable;
    for (std::size_t cell = 0; cell < matrix.size(); ++cell) {
        rounded[cell] = static_cast<std::int64_t>(std::floor(matrix[cell] + whole));
        if (matrix[cell] - static_cast<double>(rounded[cell]) > whole) {
            raisable.emplace_back(cell,
                                  add_arc(network, cell / columns, rows + cell % columns, 1));
        }
    }
    const auto row_lack = lacking(row_sums, rounded, true);
    const auto column_lack = lacking(column_sums, rounded, false);
    std::int64_t wanted = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        QONYS_EXPECT(row_lack[row] >= 0);
        add_arc(network, source, row, row_lack[row]);
        wanted += row_lack[row];
    }
    for (std::size_t column = 0; column < columns; ++column) {
        QONYS_EXPECT(column_lack[column] >= 0);
        add_arc(network, rows + column, sink, column_lack[column]);
    }
    const std::int64_t flow = boost::push_relabel_max_flow(
        network, source, sink,
        boost::capacity_map(boost::get(&Arc::capacity, network))
            .residual_capacity_map(boost::get(&Arc::residual, network))
            .reverse_edge_map(boost::get(&Arc::reverse, network)));
    QONYS_ENSURE(flow == wanted);
    for (const auto& [cell, arc] : raisable) {
        rounded[cell] += network[arc].capacity - network[arc].residual;
    }
    return rounded;
}

}  // namespace qonys
