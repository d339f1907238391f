#include "fitting/balance.hpp"

#include "qonys/core/math.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr int num_sweeps = 400;
constexpr std::size_t num_kin = 2;

void flows_at(const Weights& weights, const std::vector<double>& departures, Balance& result)
{
    const std::size_t n = weights.num_regions;
    result.flows.assign(n * n, 0.0);
    std::vector<double> row(n);
    for (std::size_t o = 0; o < n; ++o) {
        for (std::size_t kin = 0; kin < num_kin; ++kin) {
            double sum = 0.0;
            for (std::size_t d = 0; d < n; ++d) {
                row[d] = weights.pair[o * n + d] * weights.kin[(kin * n + o) * n + d] *
                         result.attraction[d];
                sum += row[d];
            }
            const double movers = departures[o] * weights.kin_share[o * num_kin + kin] / sum;
            for (std::size_t d = 0; d < n; ++d) {
                result.flows[o * n + d] += movers * row[d];
            }
        }
    }
}

}  // namespace

Balance balance(const Weights& weights, const GrossFlows& gross)
{
    const std::size_t n = weights.num_regions;
    Balance result{gross.arrivals, {}};
    for (int sweep = 0; sweep < num_sweeps; ++sweep) {
        flows_at(weights, gross.departures, result);
        double log_sum = 0.0;
        for (std::size_t d = 0; d < n; ++d) {
            double inflow = 0.0;
            for (std::size_t o = 0; o < n; ++o) {
                inflow += result.flows[o * n + d];
            }
            result.attraction[d] *= gross.arrivals[d] / inflow;
            log_sum += exact::log(result.attraction[d]);
        }
        const double mean = exact::exp(log_sum / static_cast<double>(n));
        for (double& attraction : result.attraction) {
            attraction /= mean;
        }
    }
    flows_at(weights, gross.departures, result);
    return result;
}

std::vector<double> arrivals_at(const Weights& weights, const std::vector<double>& departures,
                                const std::vector<double>& attraction)
{
    const std::size_t n = weights.num_regions;
    Balance result{attraction, {}};
    flows_at(weights, departures, result);
    std::vector<double> arrivals(n, 0.0);
    for (std::size_t cell = 0; cell < n * n; ++cell) {
        arrivals[cell % n] += result.flows[cell];
    }
    return arrivals;
}

}  // namespace qonys::models::kz_migration
