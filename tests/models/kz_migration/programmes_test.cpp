#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <fstream>
#include <string>

#include "support/run_scenario.hpp"

// Moves across the border, kandas and resettlement: levels, quotas, accounting, and who is touched.
namespace qonys::testing {
namespace {

constexpr std::size_t num_regions = 20;
constexpr std::size_t num_partners = 10;

// What the tables say: data/external_arrivals.csv and external_departures.csv of 2024, and the
// factors of 2025 on the base path.
constexpr double arrivals_factor = 0.93349156;
constexpr double departures_factor = 1.13202953;
constexpr std::array<double, num_partners> arrivals_2024{7984, 12140, 2000, 1300, 1123,
                                                         842,  749,   403,  527,  2214};
constexpr std::array<double, num_partners> departures_2024{8784, 113, 0,    0, 0,
                                                           317,  0,   2000, 0, 1518};
constexpr double kandas_quota_2025 = 2309;
constexpr double resettlement_quota_2025 = 7344;

/// Moves between regions do not matter here: the same for all, whatever has been fitted.
std::string neutral_moves()
{
    // Tests run side by side, each as a process of its own.
    const std::string file =
        ::testing::TempDir() + "/qonys_moves_" + std::to_string(getpid()) + ".toml";
    std::ofstream(file)
        << "last_year = 2024\nlone_share = 0.3\nlevel_growth = 0.0\nbirth_rate = 18.0\n"
           "population = 1000000.0\nconstant_before = 0.0\nconstant = 0.0\n"
           "propensity_before = 0.02\npropensity = 0.02\nfamily_scale = 1.0\n"
           "lone_scale = 1.0\nreach_from = 2025\nreach_to = 2025\n"
           "family_reach = 1.0\nlone_reach = 1.0\n[pair]\ndistance = -1.0\ncontiguity = 0.5\n"
           "birth_gap = 0.034\n[pair_error]\ndistance = 0.0\ncontiguity = 0.0\nbirth_gap = 0.0\n"
           "distance_contiguity = 0.0\ndistance_birth_gap = 0.0\n"
           "contiguity_birth_gap = 0.0\n";
    return file;
}

struct Run {
    double scale = 0.004;
    int seed = 1;
    std::string end = "2025-12";
    std::string more;  ///< TOML after the rest
};

std::string text_of(const Run& run)
{
    static const std::string moves = neutral_moves();
    return "extends = \"base.toml\"\nrun.end = \"" + run.end +
           "\"\nrun.seed = " + std::to_string(run.seed) +
           "\npopulation.scale = " + std::to_string(run.scale) + "\nmigration.fitted = \"" + moves +
           "\"\n" + run.more;
}

Plan plan_of_run(const Run& run)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const auto folder = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";
    return Plan::read(Document::parse(text_of(run), "test.toml", folder), "test", catalogue);
}

std::string measure(const std::string& lever, const std::string& what, const std::string& from)
{
    return "\n[[measure]]\nlever = \"" + lever + "\"\n" + what + "\nfrom = \"" + from + "\"\n";
}

std::string quota_of(const std::string& lever, double places)
{
    return measure(lever, "kind = \"set\"\nvalue = " + std::to_string(places), "2025-01");
}

double sum_of(const Series& series, std::size_t axis_size, std::size_t place)
{
    double sum = 0.0;
    for (std::size_t i = place; i < series.values.size(); i += axis_size) {
        sum += static_cast<double>(series.values[i]);
    }
    return sum;
}

TEST(ExternalFlows, AreThePublishedOnesOnTheirPath)
{
    const double scale = 0.05;
    const Finished done = run(plan_of_run({.scale = scale}), {.threads = 2});
    double unnamed_out = 0.0;
    double unnamed = 0.0;
    for (std::size_t p = 0; p < num_partners; ++p) {
        const double in = arrivals_2024[p] * arrivals_factor * scale;
        const double out = departures_2024[p] * departures_factor * scale;
        // A family comes or goes at once: variance of a count is about four persons a person.
        // Departures grow with the population, by 0.7 % on average in the first year.
        EXPECT_NEAR(sum_of(done["external_arrivals"], num_partners, p), in,
                    4.0 * std::sqrt(3.0 * in) + 4.0)
            << p;
        const double left = sum_of(done["external_departures"], num_partners, p);
        const bool is_named = departures_2024[p] > 0.0 && p + 1 < num_partners;
        if (is_named) {
            EXPECT_NEAR(left, out, 4.0 * std::sqrt(4.0 * out) + 0.007 * out) << p;
        } else {
            // 'Other' holds the countries that no figure names; kandas go back to some of them.
            unnamed += out;
            unnamed_out += left;
        }
    }
    EXPECT_NEAR(unnamed_out, unnamed, 4.0 * std::sqrt(4.0 * unnamed) + 0.007 * unnamed);
}

TEST(ExternalFlows, HaveTheAgesOfTheTables)
{
    const Finished done = run(plan_of_run({.scale = 0.05}), {.threads = 2});
    const auto share_below_15 = [&](const std::string& name) {
        const Series& series = done[name];
        double young = 0.0;
        for (std::size_t cell = 0; cell < 6; ++cell) {
            young += sum_of(series, series.num_cells(), cell);
        }
        return young / static_cast<double>(done.total(name));
    };
    // Published shares of 0-14: 0.182 and 0.186; 1,370 and 730 people in families of three.
    EXPECT_NEAR(share_below_15("external_arrivals_by_age"), 0.182, 0.05);
    EXPECT_NEAR(share_below_15("external_departures_by_age"), 0.186, 0.06);
}

TEST(Programmes, CloseTheAccountsOfEveryRegionEveryMonth)
{
    const Finished done = run(plan_of_run({.scale = 0.01, .end = "2026-06"}), {.threads = 2});
    const auto at = [&](const std::string& name, std::size_t time, std::size_t cell) {
        return done[name].at(time)[cell];
    };
    for (std::size_t time = 0; time < 18; ++time) {
        for (std::size_t r = 0; r < num_regions; ++r) {
            std::int64_t people = at("population", time, r);
            for (std::size_t sex = 0; sex < 2; ++sex) {
                people += at("births", time, r * 2 + sex) - at("deaths", time, r * 2 + sex);
            }
            for (std::size_t p = 0; p < num_partners; ++p) {
                people += at("external_arrivals", time, r * num_partners + p) -
                          at("external_departures", time, r * num_partners + p);
            }
            for (std::size_t other = 0; other < num_regions; ++other) {
                people += at("registered_moves", time, other * num_regions + r) -
                          at("registered_moves", time, r * num_regions + other);
            }
            ASSERT_EQ(people, at("population", time + 1, r))
                << "region " << r << ", month " << time;
        }
    }
}

TEST(Quotas, AreUsedInASampleAsTheyStand)
{
    const double scale = 0.01;
    constexpr int replicates = 6;
    for (const auto& [tally, quota] : {std::pair{"kandas_quota_used", kandas_quota_2025},
                                       std::pair{"resettlers_received", resettlement_quota_2025}}) {
        double sum = 0.0;
        double squares = 0.0;
        for (int seed = 1; seed <= replicates; ++seed) {
            const auto used = static_cast<double>(
                run(plan_of_run({.scale = scale, .seed = seed}), {.threads = 2}).total(tally));
            sum += used;
            squares += used * used;
        }
        const double mean = sum / replicates;
        const double error = std::sqrt((squares / replicates - mean * mean) / (replicates - 1));
        EXPECT_NEAR(mean, quota * scale, 4.0 * error) << tally;
        EXPECT_GT(error, 0.0);
    }
}

TEST(Quotas, AreOverdrawnByOneFamilyARegionAtMost)
{
    const double scale = 0.01;
    const Finished done = run(plan_of_run({.scale = scale}), {.threads = 2});
    constexpr double largest_family = 20.0;
    // Pavlodar and North Kazakhstan.
    for (const auto& [region, quota] : {std::pair{12U, 3050.0}, std::pair{13U, 2969.0}}) {
        EXPECT_LE(sum_of(done["resettlers_received"], num_regions, region),
                  quota * scale + largest_family);
    }
}

TEST(Quotas, ThatBindLetInHalfWhenTheyAreHalved)
{
    double full = 0.0;
    double half = 0.0;
    for (const int seed : {1, 2}) {
        const std::string halved =
            measure("resettlement.quota", "kind = \"scale\"\nfactor = 0.5", "2025-01");
        full += static_cast<double>(run(plan_of_run({.scale = 0.05, .seed = seed}), {.threads = 2})
                                        .total("resettlers_received"));
        half += static_cast<double>(
            run(plan_of_run({.scale = 0.05, .seed = seed, .more = halved}), {.threads = 2})
                .total("resettlers_received"));
    }
    EXPECT_NEAR(half / full, 0.5, 0.1);
}

TEST(Quotas, ThatDoNotBindMoveNobodyWhenDoubled)
{
    const auto ample = [](double places) {
        return quota_of("resettlement.quota", places) + quota_of("kandas.quota", places);
    };
    const Finished one = run(plan_of_run({.end = "2025-06", .more = ample(4e6)}));
    const Finished two = run(plan_of_run({.end = "2025-06", .more = ample(8e6)}));
    EXPECT_GT(one.total("resettlers_received"), 0);
    for (std::size_t i = 0; i < one.series.size(); ++i) {
        EXPECT_EQ(one.series[i].values, two.series[i].values) << one.series[i].spec.name;
    }
}

TEST(KandasStatus, IsGrantedToFewerAsTheyGetThroughAndNotToNobodyAtOneStroke)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const auto folder = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";
    const Plan plan = Plan::read(Document::parse("extends = \"base.toml\"\nrun.end = \"2034-12\"\n"
                                                 "population.scale = 0.01\n",
                                                 "test.toml", folder),
                                 "test", catalogue);
    const Series granted = run(plan, {.threads = 2})["kandas_granted"];
    constexpr std::size_t months = 12;
    const auto of_year = [&](std::size_t year) {
        double people = 0.0;
        for (std::size_t month = months * year; month < months * (year + 1); ++month) {
            const auto cells = granted.at(month);
            people += static_cast<double>(std::accumulate(cells.begin(), cells.end(), std::int64_t{0}));
        }
        return people;
    };
    // Eight years' worth waited in 2025; a third of all grants would be gone in 2033 else.
    EXPECT_GT(of_year(8) + of_year(9), 0.85 * (of_year(6) + of_year(7)));
    EXPECT_LT(of_year(8) + of_year(9), 0.9 * (of_year(0) + of_year(1)));
}

TEST(Measures, LeaveTheTimeBeforeThemAlone)
{
    const std::string later =
        measure("kandas.quota", "kind = \"scale\"\nfactor = 3.0", "2026-01") +
        measure("resettlement.quota", "kind = \"scale\"\nfactor = 0.0", "2026-01");
    const Month before(2025, 12);
    const Plan base = plan_of_run({.end = "2026-06"});
    const Plan policy = plan_of_run({.end = "2026-06", .more = later});
    EXPECT_EQ(run_until(base, {}, before).hash(), run_until(policy, {}, before).hash());
    EXPECT_NE(run(base).hash(), run(policy).hash());
    const Finished after = run(policy);
    const Series& received = after["resettlers_received"];
    for (std::size_t time = 12; time < received.times.size(); ++time) {
        for (const std::int64_t people : received.at(time)) {
            EXPECT_EQ(people, 0);
        }
    }
}

TEST(Programmes, AreTheSameForAnyCrew)
{
    expect_same_for_any_crew(plan_of_run({.scale = 0.004, .end = "2025-06"}), Month(2025, 3));
}

TEST(Departures, BeyondTheBoundOfTheirClocksAreDrawnApart)
{
    const double scale = 0.05;
    const double level = 5.0;
    const Finished done =
        run(plan_of_run({.scale = scale, .end = "2025-06", .more = "departures.paths = 5.0\n"}),
            {.threads = 2});
    const double expected = 12732.0 * level * scale / 2.0;
    EXPECT_NEAR(static_cast<double>(done.total("external_departures")), expected,
                4.0 * std::sqrt(4.0 * expected) + 0.02 * expected);
}

TEST(Quotas, BelowZeroAreAProblem)
{
    try {
        plan_of_run({.more = "[kandas.quota]\nKZ-55 = { 2025 = -3 }\n"});
        FAIL() << "a negative quota was taken";
    } catch (const InputError& error) {
        EXPECT_NE(error.problems().front().text().find("kandas.quota"), std::string::npos);
        EXPECT_NE(error.problems().front().text().find("a quota cannot be negative"),
                  std::string::npos)
            << error.problems().front().text();
    }
}

}  // namespace
}  // namespace qonys::testing
