// Who is in the labour force: what the tables of work say of an age is what people of that age do.

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <numeric>

#include "support/read_csv.hpp"
#include "support/run_scenario.hpp"
#include "support/watched_run.hpp"

namespace qonys::testing {
namespace {

constexpr std::size_t num_ages = 101;

std::filesystem::path scenarios() { return std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz"; }

Plan plan_from(const std::string& base, const std::string& more)
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    return Plan::read(Document::parse("extends = \"" + base + "\"\npopulation.scale = 0.05\n" + more,
                                      "test.toml", scenarios()),
                      "test", catalogue);
}

/// People by sex and single year of age, and those of them who work.
struct ByAge {
    std::array<std::array<double, num_ages>, 2> people{};
    std::array<std::array<double, num_ages>, 2> at_work{};
};

ByAge count(const World& world, Month now)
{
    const WorldSchema& schema = world.schema();
    const auto activity = schema.people->find<std::uint8_t>("activity");
    ByAge counted;
    for_everybody(world, [&](const Shard& shard, std::size_t row) {
        const Rows& people = shard.people();
        const auto age = static_cast<std::size_t>(
            std::min(100, age_in_years(people[schema.person.birth_month][row], now)));
        const auto sex = static_cast<std::size_t>(people[schema.person.sex][row]);
        const std::uint8_t state = people[activity][row];
        counted.people[sex][age] += 1.0;
        counted.at_work[sex][age] += state == 2 || state == 5 ? 1.0 : 0.0;  // employee, self-employed
    });
    return counted;
}

/// Work of an age range over what the table gives its people, at the ages of retirement of 2025.
double over_the_table(const ByAge& counted, const CsvRows& table, std::size_t first, std::size_t last)
{
    double work = 0.0;
    double expected = 0.0;
    for (std::size_t age = first; age <= last; ++age) {
        for (std::size_t sex = 0; sex < 2; ++sex) {
            work += counted.at_work[sex][age];
            expected += counted.people[sex][age] *
                        table.value({sex == 0 ? "63" : "61", std::to_string(age),
                                     sex == 0 ? "male" : "female"});
        }
    }
    return work / expected;
}

TEST(Participation, TakesStudentsOffOnce)
{
    const Plan plan = plan_from("base.toml", "");
    Watched run(plan);
    run->populate();
    const ByAge counted = count(run->world(), plan.scenario.start - 1);
    const CsvRows table = read_csv(scenarios() / "data" / "employment_profile.csv");
    // The level is each region's own, and chances end at one: ages differ by that alone, by 2 % or so.
    // Taken off twice, students would leave the young three quarters of their work.
    const double settled = over_the_table(counted, table, 35, 52);
    EXPECT_NEAR(over_the_table(counted, table, 17, 22) / settled, 1.0, 0.04);
    EXPECT_NEAR(over_the_table(counted, table, 23, 28) / settled, 1.0, 0.04);
}

TEST(Participation, FollowsTheLawOnRetirement)
{
    const auto at_end = [](const std::string& more) {
        const Plan plan = plan_from("base.toml", "run.end = \"2026-12\"\n" + more);
        Watched run(plan);
        run->populate();
        run->begin();
        run.advance_until(plan.scenario.end);
        return count(run->world(), plan.scenario.end);
    };
    const ByAge as_it_is = at_end("");
    const ByAge later = at_end(
        "\n[[measure]]\nlever = \"labour.retirement_age\"\nkind = \"set\"\nvalue = 63\n"
        "from = \"2025-01\"\ntarget = { sex = [\"female\"] }\n");
    const auto share = [](const ByAge& counted, std::size_t sex, std::size_t age) {
        return counted.at_work[sex][age] / counted.people[sex][age];
    };
    // Three quarters of the settled level before retirement and a quarter after it.
    // At 61 half of them have not been asked since their birthday.
    EXPECT_GT(share(later, 1, 62), share(as_it_is, 1, 62) + 0.3);
    for (const std::size_t age : {30U, 45U}) {
        EXPECT_NEAR(share(later, 1, age), share(as_it_is, 1, age), 0.02) << age;
    }
    for (const std::size_t age : {45U, 61U, 62U}) {
        EXPECT_NEAR(share(later, 0, age), share(as_it_is, 0, age), 0.03) << age;
    }
}

TEST(OwnBusiness, IsTakenUpAsOftenAsItIsGivenUpForGood)
{
    const Finished done = run(plan_from("base-2022.toml", "run.end = \"2024-12\"\n"), {.threads = 2});
    const auto people = [&](const char* name, std::size_t month) {
        const auto cells = done[name].at(month);
        return static_cast<double>(std::accumulate(cells.begin(), cells.end(), std::int64_t{0}));
    };
    const std::size_t last = done["self_employed"].times.size() - 1;
    // Begun as often as businesses end, but not as often as owners retire or die, they lose 5 % here.
    EXPECT_NEAR(people("self_employed", last) / people("self_employed", 0), 1.0, 0.03);
}

}  // namespace
}  // namespace qonys::testing
