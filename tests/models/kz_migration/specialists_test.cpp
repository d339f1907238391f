#include <gtest/gtest.h>

#include <map>
#include <string>

#include "support/kz_run.hpp"
#include "support/watched_run.hpp"

// Visas outside the employers' quota: books, posts, thresholds and places.
namespace qonys::testing {
namespace {

enum Kind : std::size_t { valued_skills, science, investor, nomad, altyn, num_kinds };
constexpr std::uint8_t specialist_status = 10;  // of foreign workers

/// So many applicants that a small sample has some.
const std::string many =
    "\n[specialists.applicants]\nvalued_skills = 3000\nscience = 3000\ninvestor = 1000\n"
    "nomad = 1000\naltyn = 3000\n[specialists.places]\nvalued_skills = 2500\nscience = 5000\n"
    "investor = 2000\nnomad = 2000\naltyn = 0\n";

Plan plan_of_run(const std::string& end, const std::string& more, double scale = 0.02)
{
    return kz_plan({.scale = scale, .end = end, .more = many + more});
}

std::string set(const std::string& lever, double value, const std::string& target = "")
{
    return set_lever("specialists." + lever, value, "2025-01", target);
}

std::int64_t arrivals(const Finished& done, Kind kind)
{
    const Series& series = done["specialist_arrivals"];
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
        sum += i % series.num_cells() / num_regions == kind ? series.values[i] : 0;
    }
    return sum;
}

TEST(Specialists, AreAsManyAsCameAndHaveNotLeft)
{
    const Finished done = run(plan_of_run("2026-12", set("months", 6)));
    const Series& stock = done["specialists"];
    const Series& left = done["specialist_departures"];
    for (std::size_t kind = 0; kind < num_kinds; ++kind) {
        std::int64_t here = 0;
        for (std::size_t region = 0; region < num_regions; ++region) {
            here += stock.at(stock.times.size() - 1)[kind * num_regions + region];
        }
        std::int64_t gone = 0;
        for (std::size_t time = 0; time < left.times.size(); ++time) {
            gone += left.at(time)[kind];
        }
        EXPECT_EQ(here, arrivals(done, static_cast<Kind>(kind)) - gone) << kind;
    }
    EXPECT_GT(done.total("specialist_departures"), 20);
    EXPECT_EQ(arrivals(done, altyn), 0);
    // Nobody with less than 300,000 USD.
    EXPECT_GE(done.total("investor_capital"), 300000 * arrivals(done, investor));
    // 2,500 places a year at 0.02, one overdrawn at most.
    EXPECT_LE(arrivals(done, valued_skills), 101);
}

TEST(Specialists, HoldPostsOfHighSkillThatAreTheirs)
{
    const Plan plan = plan_of_run("2026-03", "");
    Watched run(plan);
    run->populate();
    run->begin();
    run.advance_until(Month(2026, 3));
    const World& world = run->world();
    const auto table = [&](const char* name) -> const Rows& {
        return world.replicated(world.schema().find_replicated(name).value());
    };
    const auto bytes = [](const Rows& rows, const char* name) {
        return rows[rows.schema().find<std::uint8_t>(name)];
    };
    const auto keys = [](const Rows& rows) {
        return rows[rows.schema().find<std::uint64_t>("key")];
    };
    const Rows& workers = table("foreign_workers");
    std::map<std::uint64_t, std::size_t> posts;
    for (std::size_t row = 0; row < workers.size(); ++row) {
        if (bytes(workers, "alive")[row] != 0 &&
            bytes(workers, "status")[row] == specialist_status) {
            EXPECT_TRUE(posts.emplace(keys(workers)[row], row).second);
            EXPECT_EQ(bytes(workers, "skill")[row], 2);
        }
    }
    ASSERT_GT(posts.size(), 20U);
    const Rows& specialists = table("specialists");
    for (std::size_t row = 0; row < specialists.size(); ++row) {
        const auto post = posts.find(keys(specialists)[row]);
        const auto held = specialists[specialists.schema().find<std::uint32_t>("worker")][row];
        if (bytes(specialists, "alive")[row] == 0 || held == UINT32_MAX) {
            EXPECT_EQ(post, posts.end());
            continue;
        }
        // Between laying off and the end of the month nobody stands in between.
        ASSERT_NE(post, posts.end());
        EXPECT_EQ(held, post->second);
        EXPECT_EQ(bytes(workers, "region")[held], bytes(specialists, "region")[row]);
        posts.erase(post);
    }
    EXPECT_TRUE(posts.empty());
}

TEST(Specialists, ComeAsThresholdsAndPlacesHaveIt)
{
    const Finished base = run(plan_of_run("2026-12", ""));
    const Finished cheap =
        run(plan_of_run("2026-12", set("capital", 150000) + set("income", 2000)));
    EXPECT_GT(arrivals(cheap, investor), arrivals(base, investor));
    EXPECT_GT(arrivals(cheap, nomad), arrivals(base, nomad));
    const Finished open = run(plan_of_run(
        "2025-12", set("places", 3000, "target = { specialist_kind = [\"altyn\"] }\n")));
    EXPECT_GT(arrivals(open, altyn), 20);
    const Finished closed = run(plan_of_run("2025-12", set("places", 0)));
    EXPECT_EQ(closed.total("specialist_arrivals"), 0);
}

TEST(Specialists, AreTheSameForAnyCrew)
{
    expect_same_for_any_crew(plan_of_run("2025-12", set("months", 4), 0.01), Month(2025, 7));
}

}  // namespace
}  // namespace qonys::testing
