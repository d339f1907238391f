#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "support/run_scenario.hpp"
#include "support/watched_run.hpp"

// What must hold of moves between regions, whatever else the model does.
namespace qonys::testing {
namespace {

const std::filesystem::path folder = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";

Plan plan_with(const std::string& scale, const std::string& end, const std::string& more = "")
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const std::string text = "extends = \"base.toml\"\n[run]\nend = \"" + end +
                             "\"\n[population]\nscale = " + scale + "\n" + more;
    return Plan::read(Document::parse(text, "test.toml", folder), "test", catalogue);
}

std::string attraction(const std::string& from)
{
    return "[[measure]]\nname = \"pull\"\nkind = \"set\"\nlever = \"migration.attraction\"\nvalue = 2.0\n"
           "from = \"" + from + "\"\ntarget = { region = [\"KZ-59\"] }\n";
}

using Places = std::map<std::uint64_t, RegionId>;

Places places_after_one_month(const Plan& plan)
{
    Watched watched(plan);
    watched->populate();
    watched->begin();
    watched.advance_until(plan.scenario.start);
    Places places;
    const WorldSchema& schema = watched->world().schema();
    for_everybody(watched->world(), [&](const Shard& shard, std::size_t row) {
        places[shard.people()[schema.person.key][row].value()] =
            shard.people()[schema.person.region][row];
    });
    return places;
}

TEST(Movement, RaisingOneRegionsUtilityMovesNobodyBetweenTwoOthers)
{
    const Plan base = plan_with("0.02", "2025-01");
    const Plan raised = plan_with("0.02", "2025-01", attraction("2025-01"));
    const Places before = places_after_one_month(base);
    const Places after = places_after_one_month(raised);
    const RegionId pull = *base.model->regions().find("KZ-59");
    ASSERT_EQ(before.size(), after.size());
    int drawn = 0;
    for (const auto& [key, region] : before) {
        const RegionId now = after.at(key);
        EXPECT_TRUE(now == region || now == pull);
        drawn += now != region ? 1 : 0;
    }
    EXPECT_GT(drawn, 5);
}

TEST(Movement, AMeasureOf2027LeavesTheYearsBeforeBitIdentical)
{
    const Month last(2026, 12);
    const std::string base = run_until(plan_with("0.002", "2027-06"), {2, 1}, last).hash();
    const Plan late = plan_with("0.002", "2027-06", attraction("2027-01"));
    EXPECT_EQ(run_until(late, {2, 1}, last).hash(), base);
    EXPECT_NE(run(late, {2, 1}).hash(), run(plan_with("0.002", "2027-06"), {2, 1}).hash());
}

std::int64_t by_region(const Series& series, std::size_t time, std::size_t region)
{
    const std::size_t width = series.num_cells() / series.spec.axes[0].size();
    const auto cells = series.at(time).subspan(region * width, width);
    return std::accumulate(cells.begin(), cells.end(), std::int64_t{0});
}

std::int64_t net_moves(const Series& moves, std::size_t time, std::size_t region)
{
    const std::size_t n = moves.spec.axes[0].size();
    std::int64_t net = -by_region(moves, time, region);
    for (std::size_t origin = 0; origin < n; ++origin) {
        net += moves.at(time)[origin * n + region];
    }
    return net;
}

TEST(Movement, RegisteredAccountsCloseEveryMonthInEveryRegion)
{
    const Finished done = run(plan_with("0.01", "2025-12"), {2, 1});
    const Series& population = done["population"];
    const Series& moves = done["registered_moves"];
    const std::size_t n = moves.spec.axes[0].size();
    for (std::size_t month = 0; month < moves.times.size(); ++month) {
        std::int64_t nets = 0;
        for (std::size_t region = 0; region < n; ++region) {
            const std::int64_t net = net_moves(moves, month, region);
            nets += net;
            EXPECT_EQ(by_region(population, month + 1, region),
                      by_region(population, month, region) +
                          by_region(done["births"], month, region) -
                          by_region(done["deaths"], month, region) + net +
                          by_region(done["external_arrivals"], month, region) -
                          by_region(done["external_departures"], month, region))
                << month << " " << region;
            EXPECT_EQ(moves.at(month)[region * n + region], 0);
        }
        EXPECT_EQ(nets, 0);
    }
}

TEST(Movement, TheFirstYearHasTheRegisteredMovesOfThePath)
{
    constexpr double scale = 0.05;
    const Finished done = run(plan_with("0.05", "2025-12"), {2, 1});
    // 689,717 in 2024 (data/interregional_arrivals) x 0.95 (mobility_path) x growth of the population.
    const double expected = 689717.0 * 0.950 * 1.013;
    const double got = static_cast<double>(done.total("registered_moves")) / scale;
    // Families of 3.6 move as one: the variance of persons is that many times larger and more.
    const double error = std::sqrt(expected / scale * 5.0);
    EXPECT_NEAR(got, expected, 4.0 * error + 0.005 * expected);
    const double actual = static_cast<double>(done.total("actual_moves")) / scale;
    EXPECT_LT(actual, 0.95 * got);
    std::cout << "registered moves of 2025: " << got << ", path " << expected << ", in fact "
              << actual << "\n";
}

TEST(Movement, IsTheSameForAnyCrewAndInterruption)
{
    expect_same_for_any_crew(plan_with("0.002", "2025-09"), Month(2025, 5));
}

}  // namespace
}  // namespace qonys::testing
