#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>

#include "qonys/run/spread.hpp"
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
    Values nets;           ///< persons, in one year
    double movers;         ///< registered, inside regions too
    Values change;         ///< of population
    double between = 0.0;  ///< movers between regions
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

Plan hindcast_plan(const std::string& uncertain = "false")
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const std::vector<Override> more{
        Override::parse("population.scale=" +
                        setting("QONYS_HINDCAST_SCALE", uncertain == "true" ? "0.05" : "0.1")),
        Override::parse("forecast.uncertain=" + uncertain)};
    return Plan::read(Document::load(kz / "base-2022.toml", more), "base-2022", catalogue);
}

constexpr std::size_t num_regions = 20;
constexpr int months = 12;

/// Adds one replicate's moves and change of population in the year that ends at `last` of a series.
void add_year(const Series& series, std::size_t last, double unit, Prediction& result)
{
    if (series.spec.name == "registered_moves") {
        for (std::size_t month = last - months; month < last; ++month) {
            for (std::size_t cell = 0; cell < num_regions * num_regions; ++cell) {
                const double moved = unit * static_cast<double>(series.at(month)[cell]);
                result.nets[cell % num_regions] += moved;
                result.nets[cell / num_regions] -= moved;
                result.between += moved;
            }
        }
    } else if (series.spec.name == "population") {
        for (std::size_t region = 0; region < num_regions; ++region) {
            result.change[region] += unit * static_cast<double>(series.at(last - 1)[region] -
                                                                series.at(last - months - 1)[region]);
        }
    }
}

/// What each replicate says of 2022, 2023 and 2024.
using Replicates = std::vector<std::vector<Prediction>>;

Replicates run_model(const Plan& plan, int num_replicates)
{
    const auto ranks = serial_communicator();
    const Threads threads(0);
    Replicates all;
    for (int replicate = 0; replicate < num_replicates; ++replicate) {
        Simulation simulation(plan, static_cast<std::uint32_t>(replicate), *ranks, threads);
        simulation.populate();
        simulation.begin();
        while (!simulation.finished()) {
            simulation.advance();
        }
        std::vector<Prediction>& years = all.emplace_back();
        for (std::size_t year = 0; year < 3; ++year) {
            Prediction& one = years.emplace_back("model", Values(num_regions), 0.0, Values(num_regions));
            for (const Series& series : simulation.recorder().series()) {
                // Stocks begin a month before the flows.
                add_year(series, series.times.size() - (2 - year) * months, 1.0 / plan.scenario.scale,
                         one);
            }
        }
    }
    return all;
}

/// Mean over replicates, all but one of them if so wanted.
Prediction mean_of(const Replicates& all, std::size_t year, double share_between, std::size_t without)
{
    Prediction result{"model", Values(num_regions), 0.0, Values(num_regions)};
    const double num = static_cast<double>(all.size() - (without < all.size() ? 1 : 0));
    for (std::size_t replicate = 0; replicate < all.size(); ++replicate) {
        if (replicate == without) {
            continue;
        }
        const Prediction& one = all[replicate][year];
        for (std::size_t region = 0; region < num_regions; ++region) {
            result.nets[region] += one.nets[region] / num;
            result.change[region] += one.change[region] / num;
        }
        result.between += one.between / num;
        result.movers += one.between / share_between / num;
    }
    return result;
}
constexpr std::size_t nobody = ~std::size_t{0};

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
    [[nodiscard]] double between(const char* year) const
    {
        const CsvRows arrivals = read_csv(kz / "data" / "interregional_arrivals.csv");
        double sum = 0.0;
        for (const std::string& code : region.codes()) {
            sum += arrivals.value({code, year});
        }
        return sum;
    }
    /// Of registered moves of 2023, those between regions.
    [[nodiscard]] double share_between() const { return between("2023") / movers("2023"); }
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

double share_error(const Prediction& one, const Known& known)
{
    return 1000.0 * mean_error(one.nets, known.nets("2024"), one.movers, known.movers("2024"));
}

Score score(const Prediction& one, const Known& known)
{
    const Values nets = known.nets("2024");
    const Values change = known.change("2024", "2023");
    const Score result{mean_error(one.nets, nets), rank_correlation(one.nets, nets),
                       share_error(one, known),
                       mean_error(one.change, change)};
    std::printf("%-15s | %14.0f %5.3f | %21.3f | %20.0f %5.3f\n", one.name.c_str(), result.nets,
                result.rank, result.shares, result.change, rank_correlation(one.change, change));
    return result;
}

/// Monte-Carlo error of the mean over replicates, by leaving out one at a time.
double jackknife(const Replicates& all, const std::function<double(std::size_t without)>& value)
{
    const double num = static_cast<double>(all.size());
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t without = 0; without < all.size(); ++without) {
        sum += value(without) / num;
        squares += value(without) * value(without) / num;
    }
    return std::sqrt(std::max(0.0, squares - sum * sum) * (num - 1.0));
}

void print_regions(const Replicates& all, const Prediction& past, const Known& known)
{
    const Prediction mean = mean_of(all, 2, known.share_between(), nobody);
    const Values nets = known.nets("2024");
    std::printf("region |  observed     model  persist. | per 1,000: observed  model (error) persist."
                " | population observed    model\n");
    for (std::size_t i = 0; i < nets.size(); ++i) {
        const double error = jackknife(all, [&](std::size_t without) {
            const Prediction some = mean_of(all, 2, known.share_between(), without);
            return 1000.0 * some.nets[i] / some.movers;
        });
        std::printf("%s  | %+9.0f %+9.0f %+9.0f | %+19.2f %+6.2f (%.2f) %+8.2f | %+19.0f %+8.0f\n",
                    known.region.codes()[i].c_str(), nets[i], mean.nets[i], past.nets[i],
                    1000.0 * nets[i] / known.movers("2024"), 1000.0 * mean.nets[i] / mean.movers, error,
                    1000.0 * past.nets[i] / past.movers, known.change("2024", "2023")[i],
                    mean.change[i]);
    }
}

/// The two years that the fit has seen, against what it was fitted to.
void expect_years_in_sample(const Replicates& all, const Known& known)
{
    for (std::size_t year = 0; year < 2; ++year) {
        const char* name = year == 0 ? "2022" : "2023";
        const Prediction mean = mean_of(all, year, known.share_between(), nobody);
        const double level = known.between(name);
        std::printf("%s: moves between regions %.0f (error %.0f), fitted to %.0f; nets off by %.0f\n",
                    name, mean.between, jackknife(all, [&](std::size_t without) {
                        return mean_of(all, year, 1.0, without).between;
                    }),
                    level, mean_error(mean.nets, known.nets(name)));
        EXPECT_NEAR(mean.between / level, 1.0, 0.015) << name;
    }
}

TEST(Hindcast, PredictsTheMovesOf2024FromWhatWasKnownIn2023)
{
    const Plan plan = hindcast_plan();
    const Known known{plan.model->regions().axis()};
    const Replicates all = run_model(plan, std::stoi(setting("QONYS_HINDCAST_REPLICATES", "4")));
    expect_years_in_sample(all, known);
    std::printf(
        "2024            |  nets, persons  rank | nets per 1,000 movers | change of population  rank\n");
    const Prediction predicted = mean_of(all, 2, known.share_between(), nobody);
    const Score model = score(predicted, known);
    std::vector<Score> rules;
    for (const Prediction& rule : simple_rules(known)) {
        rules.push_back(score(rule, known));
    }
    const double error = jackknife(all, [&](std::size_t without) {
        return share_error(mean_of(all, 2, known.share_between(), without), known);
    });
    std::printf("Monte-Carlo error of the model's nets per 1,000 movers: %.3f; moves between regions %.0f\n",
                error, predicted.between);
    print_regions(all, simple_rules(known)[0], known);
    EXPECT_LT(model.nets, rules[0].nets);
    EXPECT_GE(model.rank, 0.9);
    EXPECT_LT(model.change, rules[1].change);
    // Eight replicates of everybody beat persistence in shares; a sample scatters by more than the margin
    // (README), and can only say that nothing has got worse.
    const bool is_exact = plan.scenario.scale * static_cast<double>(all.size()) >= 8.0;
    EXPECT_LT(model.shares, rules[0].shares + (is_exact ? 0.0 : 2.0 * error));
}

/// Regions whose figure of 2024 lies in the interval; prints each.
int num_covered(const char* what, const Replicates& all, Values Prediction::*figure,
                const Values& seen)
{
    int covered = 0;
    for (std::size_t region = 0; region < num_regions; ++region) {
        Values values;
        for (const std::vector<Prediction>& years : all) {
            values.push_back((years[2].*figure)[region]);
        }
        const Spread spread = spread_of_pairs(values);
        const bool holds = spread.forecast->low <= seen[region] && seen[region] <= spread.forecast->high;
        covered += holds ? 1 : 0;
        std::printf("%-6s region %2zu  observed %+8.0f  %+8.0f to %+8.0f %s\n", what, region,
                    seen[region], spread.forecast->low, spread.forecast->high, holds ? "" : "missed");
        EXPECT_LT(spread.forecast->low, spread.forecast->high) << what << " " << region;
    }
    std::printf("%s of 2024: %d of 20 regions within the 80 %% interval\n", what, covered);
    return covered;
}

// How often the interval holds what came; README. Not 80 % by construction: one year, regions not
// independent. Fewer than 10 of 20 would be one chance in 400 if they were.
TEST(Hindcast, IntervalHoldsWhatCameInMostRegions)
{
    const Plan plan = hindcast_plan("true");
    const Known known{plan.model->regions().axis()};
    const Replicates all = run_model(plan, 2 * std::stoi(setting("QONYS_HINDCAST_PAIRS", "4")));
    EXPECT_GE(num_covered("net", all, &Prediction::nets, known.nets("2024")), 10);
    EXPECT_GE(num_covered("change", all, &Prediction::change, known.change("2024", "2023")), 10);
}

}  // namespace
}  // namespace qonys::testing
