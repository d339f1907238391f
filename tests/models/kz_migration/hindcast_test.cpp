#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "support/read_csv.hpp"
#include "support/run_scenario.hpp"

// 2024 predicted from 1 January 2022, with moves fitted to what was known at the end of 2023. Prints the
// table of the model's README, which says how blind it is. QONYS_HINDCAST_SCALE and
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

Values combined(const Values& a, double weight_a, const Values& b, double weight_b)
{
    Values values;
    for (std::size_t i = 0; i < a.size(); ++i) {
        values.push_back(weight_a * a[i] + weight_b * b[i]);
    }
    return values;
}

/// What happened, for the table and the simple rules.
struct Known {
    Axis region;
    CsvRows net = observed("internal_net", 2);
    CsvRows end = observed("population_end", 2);
    CsvRows moves = observed("registered_moves", 1);

    [[nodiscard]] Values nets(const char* year) const
    {
        Values values;
        for (const std::string& code : region.codes()) {
            values.push_back(net.value({code, year}));
        }
        return values;
    }
    [[nodiscard]] Values change(const char* year, const char* before) const
    {
        Values values;
        for (const std::string& code : region.codes()) {
            values.push_back(end.value({code, year}) - end.value({code, before}));
        }
        return values;
    }
    [[nodiscard]] double movers(const char* year) const { return moves.value({year}); }
    /// Of registered moves of 2023, those between regions.
    [[nodiscard]] double share_between() const
    {
        const CsvRows between = read_csv(kz / "data" / "interregional_arrivals.csv");
        double share = 0.0;
        for (const std::string& code : region.codes()) {
            share += between.value({code, "2023"}) / movers("2023");
        }
        return share;
    }
};

std::vector<Prediction> simple_rules(const Known& known)
{
    const Values n22 = known.nets("2022");
    const Values n23 = known.nets("2023");
    const double m22 = known.movers("2022");
    const double m23 = known.movers("2023");
    const Values c22 = known.change("2022", "2021");
    const Values c23 = known.change("2023", "2022");
    return {{"persistence", n23, m23, c23},
            {"linear trend", combined(n23, 2.0, n22, -1.0), 2.0 * m23 - m22,
             combined(c23, 2.0, c22, -1.0)},
            {"mean of 2022-23", combined(n23, 0.5, n22, 0.5), (m22 + m23) / 2.0,
             combined(c23, 0.5, c22, 0.5)}};
}

/// Errors of one prediction, printed as a line of the table.
struct Score {
    double nets;
    double rank;
    double shares;  ///< nets per 1,000 movers
    double change;
};

Score score(const Prediction& one, const Known& known)
{
    const Values nets = known.nets("2024");
    const Values change = known.change("2024", "2023");
    const Score result{mean_error(one.nets, nets), rank_correlation(one.nets, nets),
                       1000.0 * mean_error(one.nets, nets, one.movers, known.movers("2024")),
                       mean_error(one.change, change)};
    std::printf("%-15s | %14.0f %5.3f | %21.3f | %20.0f %5.3f\n", one.name.c_str(), result.nets,
                result.rank, result.shares, result.change, rank_correlation(one.change, change));
    return result;
}

void print_regions(const Prediction& one, const Known& known)
{
    const Values nets = known.nets("2024");
    const Values change = known.change("2024", "2023");
    for (std::size_t i = 0; i < nets.size(); ++i) {
        std::printf("%s net %8.0f observed %8.0f | population %+8.0f observed %+8.0f\n",
                    known.region.codes()[i].c_str(), one.nets[i], nets[i], one.change[i], change[i]);
    }
}

TEST(Hindcast, PredictsTheMovesOf2024FromWhatWasKnownIn2023)
{
    const Plan plan = hindcast_plan();
    const Known known{plan.model->regions().axis()};
    std::printf(
        "2024            |  nets, persons  rank | nets per 1,000 movers | change of population  rank\n");
    const Prediction predicted = model_prediction(plan, known.share_between());
    const Score model = score(predicted, known);
    std::vector<Score> rules;
    for (const Prediction& rule : simple_rules(known)) {
        rules.push_back(score(rule, known));
    }
    print_regions(predicted, known);
    EXPECT_LT(model.nets, rules[0].nets);
    EXPECT_GE(model.rank, 0.9);
    EXPECT_LT(model.change, rules[1].change);
    // Persistence is not beaten in shares (1.58 against 1.52 at full scale, README): this only guards
    // against getting worse.
    EXPECT_LT(model.shares, 1.1 * rules[0].shares);
}

}  // namespace
}  // namespace qonys::testing
