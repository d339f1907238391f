#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "support/read_csv.hpp"
#include "support/run_scenario.hpp"

// 2024 predicted from 1 January 2022, with moves fitted to what was known at the end of 2023. Prints the
// table of the model's README. Nothing was chosen after a look at 2024. QONYS_HINDCAST_SCALE and
// QONYS_HINDCAST_REPLICATES make it finer.
namespace qonys::testing {
namespace {

const std::filesystem::path kz = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";
using Values = std::vector<double>;

std::string setting(const char* name, const char* usual)
{
    const char* value = std::getenv(name);
    return value == nullptr ? usual : value;
}

Values ranks_of(const Values& values)
{
    Values ranks;
    for (const double value : values) {
        ranks.push_back(static_cast<double>(
            std::count_if(values.begin(), values.end(), [&](double x) { return x < value; })));
    }
    return ranks;
}

double rank_correlation(const Values& a, const Values& b)
{
    const Values x = ranks_of(a);
    const Values y = ranks_of(b);
    const double mean = (static_cast<double>(a.size()) - 1.0) / 2.0;
    double xy = 0.0;
    double xx = 0.0;
    double yy = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    return xy / std::sqrt(xx * yy);
}

double mean_error(const Values& a, const Values& b, double scale_a = 1.0, double scale_b = 1.0)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += std::abs(a[i] / scale_a - b[i] / scale_b);
    }
    return sum / static_cast<double>(a.size());
}

struct Prediction {
    std::string name;
    Values nets;
    double movers;  ///< registered, inside regions too
    Values change;  ///< of population in 2024
};


/// Our reader takes the last column for the value: here the value stands before role and vintage.
CsvRows observed(const std::string& name, std::size_t num_codes)
{
    std::ifstream in(kz / "observed" / (name + ".csv"));
    CsvRows rows;
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
        std::stringstream fields(line);
        std::vector<std::string> codes(num_codes);
        for (std::string& code : codes) {
            std::getline(fields, code, ',');
        }
        std::string value;
        std::getline(fields, value, ',');
        rows.add(codes, std::stod(value));
    }
    return rows;
}

Plan hindcast_plan()
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const std::vector<Override> more{
        Override::parse("population.scale=" + setting("QONYS_HINDCAST_SCALE", "0.1"))};
    return Plan::read(Document::load(kz / "base-2022.toml", more), "base-2022", catalogue);
}

/// Mean over replicates of what the model says of 2024.
Prediction model_prediction(const Plan& plan, double share_between_regions)
{
    const int num_replicates = std::stoi(setting("QONYS_HINDCAST_REPLICATES", "4"));
    const auto ranks = serial_communicator();
    const Threads threads(0);
    Prediction result{"model", Values(20), 0.0, Values(20)};
    for (int replicate = 0; replicate < num_replicates; ++replicate) {
        Simulation simulation(plan, static_cast<std::uint32_t>(replicate), *ranks, threads);
        simulation.populate();
        simulation.begin();
        while (!simulation.finished()) {
            simulation.advance();
        }
        const double unit = 1.0 / (plan.scenario.scale * num_replicates);
        for (const Series& series : simulation.recorder().series()) {
            const std::size_t n = 20;
            const std::size_t last = series.times.size();
            if (series.spec.name == "registered_moves") {
                for (std::size_t month = last - 12; month < last; ++month) {
                    for (std::size_t cell = 0; cell < n * n; ++cell) {
                        const double moved = unit * static_cast<double>(series.at(month)[cell]);
                        result.nets[cell % n] += moved;
                        result.nets[cell / n] -= moved;
                        result.movers += moved / share_between_regions;
                    }
                }
            } else if (series.spec.name == "population") {
                for (std::size_t region = 0; region < n; ++region) {
                    result.change[region] += unit * static_cast<double>(series.at(last - 1)[region] -
                                                                        series.at(last - 13)[region]);
                }
            }
        }
    }
    return result;
}

TEST(Hindcast, PredictsTheMovesOf2024FromWhatWasKnownIn2023)
{
    const Plan plan = hindcast_plan();
    const Axis region = plan.model->regions().axis();
    const CsvRows net = observed("internal_net", 2);
    const CsvRows end = observed("population_end", 2);
    const CsvRows moves = observed("registered_moves", 1);
    const CsvRows between = read_csv(kz / "data" / "interregional_arrivals.csv");
    const auto nets = [&](const char* year) {
        Values values;
        for (const std::string& code : region.codes()) {
            values.push_back(net.value({code, year}));
        }
        return values;
    };
    const auto change = [&](const char* year, const char* before) {
        Values values;
        for (const std::string& code : region.codes()) {
            values.push_back(end.value({code, year}) - end.value({code, before}));
        }
        return values;
    };
    const auto combined = [](const Values& a, double weight_a, const Values& b, double weight_b) {
        Values values;
        for (std::size_t i = 0; i < a.size(); ++i) {
            values.push_back(weight_a * a[i] + weight_b * b[i]);
        }
        return values;
    };
    double share = 0.0;
    for (const std::string& code : region.codes()) {
        share += between.value({code, "2023"}) / moves.value({"2023"});
    }
    const double m22 = moves.value({"2022"});
    const double m23 = moves.value({"2023"});
    const Values c22 = change("2022", "2021");
    const Values c23 = change("2023", "2022");
    const std::vector<Prediction> all{
        model_prediction(plan, share),
        {"persistence", nets("2023"), m23, c23},
        {"linear trend", combined(nets("2023"), 2.0, nets("2022"), -1.0), 2.0 * m23 - m22,
         combined(c23, 2.0, c22, -1.0)},
        {"mean of 2022-23", combined(nets("2023"), 0.5, nets("2022"), 0.5), (m22 + m23) / 2.0,
         combined(c23, 0.5, c22, 0.5)}};
    const Values net24 = nets("2024");
    const Values change24 = change("2024", "2023");
    const double m24 = moves.value({"2024"});
    std::printf("2024            |  nets, persons  rank | nets per 1,000 movers | change of population  rank\n");
    std::vector<double> in_shares;
    for (const Prediction& one : all) {
        in_shares.push_back(1000.0 * mean_error(one.nets, net24, one.movers, m24));
        std::printf("%-15s | %14.0f %5.3f | %21.3f | %20.0f %5.3f\n", one.name.c_str(),
                    mean_error(one.nets, net24), rank_correlation(one.nets, net24), in_shares.back(),
                    mean_error(one.change, change24), rank_correlation(one.change, change24));
    }
    for (std::size_t i = 0; i < net24.size(); ++i) {
        std::printf("%s net %8.0f observed %8.0f | population %+8.0f observed %+8.0f\n",
                    region.codes()[i].c_str(), all[0].nets[i], net24[i], all[0].change[i],
                    change24[i]);
    }
    EXPECT_LT(in_shares[0], in_shares[1]);
    EXPECT_GE(rank_correlation(all[0].nets, net24), 0.9);
}

}  // namespace
}  // namespace qonys::testing
