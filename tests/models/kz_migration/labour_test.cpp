// The labour floor as a whole: who works for whom, and what comes of it.

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <numeric>

#include "support/run_scenario.hpp"
#include "support/watched_run.hpp"

namespace qonys::testing {
namespace {

constexpr std::size_t num_regions = 20;
constexpr std::array<const char*, 3> skills{"low", "mid", "high"};
constexpr std::uint8_t employee = 2;

Plan plan_at(const std::string& scale, const std::string& end, const std::string& more = "")
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const auto folder = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";
    return Plan::read(Document::parse("extends = \"base.toml\"\nrun.end = \"" + end +
                                          "\"\npopulation.scale = " + scale + "\n" + more,
                                      "test.toml", folder),
                      "test", catalogue);
}

/// The table of employers and the jobs of people, by name, as any reader of a snapshot knows them.
class Jobs {
public:
    explicit Jobs(const World& world)
        : world_(world),
          employers_(world.replicated(table(world))),
          own_(*world.schema().replicated[table(world).value()].columns)
    {
    }
    template <class T>
    [[nodiscard]] std::span<const T> of(const std::string& name) const
    {
        return employers_[own_.find<T>(name)];
    }
    [[nodiscard]] std::size_t size() const { return employers_.size(); }

    /// Staff of every employer by skill, counted from the people.
    [[nodiscard]] std::vector<std::int64_t> staff_by_people() const
    {
        const Schema& people = *world_.schema().people;
        const auto employer = people.find<std::uint32_t>("employer");
        const auto terms = people.find<std::uint8_t>("job_terms");
        std::vector<std::int64_t> staff(size() * skills.size(), 0);
        for_everybody(world_, [&](const Shard& shard, std::size_t row) {
            const std::uint32_t job = shard.people()[employer][row];
            if (job != UINT32_MAX) {
                ++staff[job * skills.size() + (shard.people()[terms][row] >> 4 & 3)];
            }
        });
        return staff;
    }

private:
    static ReplicatedId table(const World& world)
    {
        std::size_t place = 0;
        while (world.schema().replicated[place].name != "employers") {
            ++place;
        }
        return ReplicatedId(static_cast<ReplicatedId::rep>(place));
    }
    const World& world_;
    const Rows& employers_;
    const Schema& own_;
};

double sum(std::span<const std::int64_t> cells)
{
    return static_cast<double>(std::accumulate(cells.begin(), cells.end(), std::int64_t{0}));
}

void expect_books_agree(const World& world)
{
    const Jobs jobs(world);
    const std::vector<std::int64_t> staff = jobs.staff_by_people();
    for (std::size_t skill = 0; skill < skills.size(); ++skill) {
        const auto filled = jobs.of<std::uint16_t>(std::string("filled_") + skills[skill]);
        const auto posts = jobs.of<std::uint16_t>(std::string("posts_") + skills[skill]);
        const auto foreign = jobs.of<std::uint16_t>(std::string("foreign_") + skills[skill]);
        for (std::size_t row = 0; row < jobs.size(); ++row) {
            ASSERT_EQ(filled[row], staff[row * skills.size() + skill]) << "employer " << row;
            ASSERT_GE(posts[row], filled[row] + foreign[row]) << "employer " << row;
        }
    }
}

void expect_workers_have_employers(const World& world)
{
    const Jobs jobs(world);
    const auto alive = jobs.of<std::uint8_t>("alive");
    const auto region = jobs.of<RegionId>("region");
    const Schema& people = *world.schema().people;
    const auto employer = people.find<std::uint32_t>("employer");
    const auto activity = people.find<std::uint8_t>("activity");
    const auto stay = people.find<std::uint8_t>("stay");
    for_everybody(world, [&](const Shard& shard, std::size_t row) {
        const Rows& rows = shard.people();
        const std::uint32_t job = rows[employer][row];
        const bool works_here = rows[activity][row] == employee && rows[stay][row] == 0;
        ASSERT_EQ(works_here, job != UINT32_MAX);
        if (works_here) {
            ASSERT_EQ(alive[job], 1);
            ASSERT_EQ(region[job], rows[world.schema().person.region][row]);
        }
    });
}

TEST(Labour, BooksOfEmployersAndPeopleAgreeEveryMonth)
{
    const Plan plan = plan_at("0.01", "2025-12");
    Watched run(plan);
    run->populate();
    expect_books_agree(run->world());
    expect_workers_have_employers(run->world());
    run->begin();
    for (Month now = plan.scenario.start; now <= plan.scenario.end; ++now) {
        run.advance_until(now);
        expect_books_agree(run->world());
        expect_workers_have_employers(run->world());
    }
}

TEST(Labour, CanBeLeftOutAndThenNobodyWorksForAnEmployer)
{
    const Plan plan = plan_at("0.01", "2026-03", "labour.on = false\ncatalogue.use = false\n");
    Watched run(plan);
    run->populate();
    EXPECT_FALSE(run->world().schema().find_replicated("employers").has_value());
    EXPECT_FALSE(run->world().schema().find_replicated("foreign_workers").has_value());
    run->begin();
    run.advance_until(plan.scenario.end);
    const auto employer = run->world().schema().people->find<std::uint32_t>("employer");
    for_everybody(run->world(), [&](const Shard& shard, std::size_t row) {
        ASSERT_EQ(shard.people()[employer][row], UINT32_MAX);
    });
}

TEST(Labour, ChangesNoBirthAndNoMoveBeforeAnybodyHasLookedAtIt)
{
    const Finished with = testing::run(plan_at("0.01", "2025-01"), {2, 1});
    const Finished without = testing::run(
        plan_at("0.01", "2025-01", "labour.on = false\ncatalogue.use = false\n"), {2, 1});
    for (const char* name :
         {"births", "deaths", "actual_moves", "external_arrivals", "unions_formed"}) {
        EXPECT_EQ(with[name].values, without[name].values) << name;
    }
    for (const char* name : {"unemployed", "resettlers_work", "kandas_outcomes"}) {
        EXPECT_NO_THROW((void)with[name]) << name;
        EXPECT_THROW((void)without[name], InternalError) << name;
    }
}

TEST(Labour, EmployeesChangeByHiresAndEndings)
{
    const Finished done = run(plan_at("0.02", "2026-12"), {.threads = 2});
    const Series& employees = done["employees"];
    const Series& hires = done["hires"];
    const Series& ended = done["jobs_ended"];
    for (std::size_t month = 1; month < employees.times.size(); ++month) {
        EXPECT_EQ(sum(employees.at(month)) - sum(employees.at(month - 1)),
                  sum(hires.at(month - 1)) - sum(ended.at(month - 1)))
            << employees.times[month].text();
    }
}

TEST(Labour, StartsWithThePublishedEmployeesAndWages)
{
    const double scale = 0.1;
    const Finished done = run(plan_at("0.1", "2025-01"), {.threads = 2});
    constexpr double hired_2024 = 6'955'000.0;      // labour force survey; data/employees_by_sector
    constexpr double wage_of_the_start = 427'686.0; // data/wage_start, weighted by employees
    const double employees = sum(done["employees"].at(0));
    EXPECT_NEAR(employees / scale / hired_2024, 1.0, 0.02);
    EXPECT_NEAR(sum(done["pay"].at(0)) / employees / wage_of_the_start, 1.0, 0.02);
}

TEST(Labour, EntrepreneursAndFarmsAreSmallAndEmployersKnowTheirSizeInTheWorld)
{
    constexpr double scale = 0.05;
    const Plan plan = plan_at("0.05", "2025-01");
    Watched run(plan);
    run->populate();
    const Jobs jobs(run->world());
    const auto kind = jobs.of<std::uint8_t>("kind");
    const auto part = jobs.of<double>("part");
    std::array<double, 3> staff{};
    double largest = 0.0;
    for (std::size_t row = 0; row < jobs.size(); ++row) {
        double here = 0.0;
        for (const char* skill : skills) {
            here += jobs.of<std::uint16_t>(std::string("filled_") + skill)[row];
        }
        staff[kind[row]] += here;
        largest = std::max(largest, here / part[row]);
        ASSERT_TRUE(part[row] == 1.0 || std::abs(part[row] - scale) < 1e-9);
        // 15 at the most are meant; who finds a job there is drawn.
        ASSERT_TRUE(kind[row] != 0 || (part[row] == 1.0 && here <= 40.0)) << here;
    }
    // Read off the sample alone the largest employer would have a twentieth of its staff.
    EXPECT_GT(largest, 5000.0);
    // 15 % of hired workers work for individuals and farms (data/employer_kind_share).
    EXPECT_NEAR(staff[0] / (staff[0] + staff[1] + staff[2]), 0.15, 0.02);
}

TEST(Labour, LargeEmployersHardlyEverClose)
{
    // No region loses a fortieth of its employees in a month: the largest employers have more than that.
    const Finished done = run(plan_at("0.02", "2032-12"), {.threads = 2});
    const Series& ended = done["jobs_ended"];
    const Series& employees = done["employees"];
    constexpr std::size_t closed = 3;
    for (std::size_t month = 0; month < ended.times.size(); ++month) {
        const std::size_t sectors = employees.num_cells() / num_regions;
        for (std::size_t region = 0; region < num_regions; ++region) {
            const double staff = sum(employees.at(month).subspan(region * sectors, sectors));
            const auto lost = static_cast<double>(ended.at(month)[closed * num_regions + region]);
            EXPECT_LT(lost / staff, 0.025) << "region " << region << ", month " << month;
        }
    }
}

TEST(Labour, IsTheSameForAnyCrewAndInterruption)
{
    expect_same_for_any_crew(plan_at("0.002", "2026-02"), Month(2025, 9));
}

TEST(Labour, RegionWithMoreDemandPaysMoreAndDrawsMovers)
{
    const auto pavlodar = std::size_t{12};
    const Finished base = run(plan_at("0.05", "2027-12"), {.threads = 2});
    const Finished more = run(
        plan_at("0.05", "2027-12",
                "[[measure]]\nlever = \"labour.demand\"\nkind = \"scale\"\nfactor = 1.15\n"
                "from = \"2025-06\"\ntarget.region = [\"KZ-55\"]\n"),
        {.threads = 2});
    const auto pay = [&](const Finished& done) {
        const std::size_t last = done["pay"].times.size() - 1;
        const std::size_t sectors = done["employees"].num_cells() / num_regions;
        return static_cast<double>(done["pay"].at(last)[pavlodar]) /
               sum(done["employees"].at(last).subspan(pavlodar * sectors, sectors));
    };
    EXPECT_GT(pay(more), pay(base) * 1.005);
    const auto people = [&](const Finished& done) {
        const Series& population = done["population_present"];
        return population.at(population.times.size() - 1)[pavlodar];
    };
    EXPECT_GT(people(more), people(base));
}

}  // namespace
}  // namespace qonys::testing
