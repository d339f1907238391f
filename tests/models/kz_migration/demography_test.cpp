#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "qonys/world/households.hpp"
#include "support/read_csv.hpp"
#include "support/run_scenario.hpp"
#include "support/watched_run.hpp"

// What must hold of births, deaths, couples and households, whatever else moves people. Tolerances are
// four standard errors of the sample unless a bound is stated.
namespace qonys::testing {
namespace {

constexpr std::size_t num_groups = 21;
constexpr double path_births = 0.97318;  ///< fertility_path.csv, base, 2025
constexpr double path_deaths = 0.98851;  ///< mortality_path.csv, base, 2025

const std::filesystem::path folder = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";

Plan plan_at(const std::string& scale, const std::string& end, std::vector<Override> more = {})
{
    more.push_back(Override::parse("population.scale=" + scale));
    more.push_back(Override::parse("run.end=" + end));
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    return Plan::read(Document::load(folder / "base.toml", more), "base", catalogue);
}

double sum_of(std::span<const std::int64_t> cells)
{
    return static_cast<double>(std::accumulate(cells.begin(), cells.end(), std::int64_t{0}));
}

/// Counts of a region in a series whose first axis is the region, over all times.
double of_region(const Series& series, std::size_t region)
{
    const std::size_t width = series.num_cells() / series.spec.axes[0].size();
    double sum = 0.0;
    for (std::size_t time = 0; time < series.times.size(); ++time) {
        sum += sum_of(series.at(time).subspan(region * width, width));
    }
    return sum;
}

const Finished& first_year()
{
    static const Finished finished = run(plan_at("0.02", "2025-12"), {2, 1});
    return finished;
}

void expect_registered(const std::string& name, double path)
{
    const Series& series = first_year()[name];
    const CsvRows known = read_csv(folder / "data" / (name + ".csv"));
    double total = 0.0;
    for (std::size_t region = 0; region < series.spec.axes[0].size(); ++region) {
        const std::string& code = series.spec.axes[0].codes()[region];
        const double expected = 0.02 * path * known.value({code, "2024"});
        total += expected;
        EXPECT_NEAR(of_region(series, region), expected, 4.0 * std::sqrt(expected)) << code;
    }
    const auto counted = static_cast<double>(first_year().total(name));
    EXPECT_NEAR(counted, total, 4.0 * std::sqrt(total));
    std::cout << name << " of 2025 at full scale: " << counted / 0.02 << ", registered 2024 x path "
              << total / 0.02 << "\n";
}

TEST(Demography, BirthsOfTheFirstYearAreTheRegisteredOnesByRegion)
{
    expect_registered("births", path_births);
}

TEST(Demography, DeathsOfTheFirstYearAreTheRegisteredOnesByRegion)
{
    expect_registered("deaths", path_deaths);
}

/// Person-years of the first year by region, age group and sex: mean of its ends.
double exposure(std::size_t region, std::size_t group, std::size_t sex)
{
    const Series& people = first_year()["population_by_age"];
    const std::size_t cell = (region * num_groups + group) * 2 + sex;
    return 0.5 * static_cast<double>(people.at(0)[cell] + people.at(1)[cell]);
}

TEST(Demography, BirthsByAgeAreRateTimesExposure)
{
    const CsvRows rates = read_csv(folder / "data" / "fertility_rate.csv");
    const CsvRows factors = read_csv(folder / "data" / "region_fertility_factor.csv");
    const Series& births = first_year()["births_by_age"];
    const auto& regions = first_year()["births"].spec.axes[0].codes();
    const auto& groups = births.spec.axes[0].codes();
    for (std::size_t group = 3; group <= 9; ++group) {
        double expected = 0.0;
        for (std::size_t region = 0; region < regions.size(); ++region) {
            expected += exposure(region, group, 1) * rates.value({"2024", groups[group]}) *
                        factors.value({regions[region], "2024"}) * path_births;
        }
        EXPECT_NEAR(static_cast<double>(births.at(0)[group]), expected, 4.0 * std::sqrt(expected))
            << groups[group];
    }
}

TEST(Demography, LifeExpectancyIsThatOfTheTable)
{
    const CsvRows rates = read_csv(folder / "data" / "mortality_rate.csv");
    const Series& deaths = first_year()["deaths_by_age"];
    for (std::size_t sex = 0; sex < 2; ++sex) {
        const std::string name = sex == 0 ? "male" : "female";
        double alive = 1.0;
        double table = 0.0;
        for (int age = 0; age <= 100; ++age) {
            const double rate = path_deaths * rates.value({"2024", std::to_string(age), name});
            const double years = age == 100 ? 1.0 / rate : -std::expm1(-rate) / rate;
            table += alive * years;
            alive *= std::exp(-rate);
        }
        double survivors = 1.0;
        double simulated = 0.0;
        for (std::size_t group = 0; group < num_groups; ++group) {
            double people = 0.0;
            for (std::size_t region = 0; region < 20; ++region) {
                people += exposure(region, group, sex);
            }
            const double rate =
                people > 0.0 ? static_cast<double>(deaths.at(0)[group * 2 + sex]) / people : 0.0;
            const double width = group + 1 < num_groups ? 5.0 : 2.0;
            simulated += survivors * (rate > 0.0 ? -std::expm1(-rate * width) / rate : width);
            survivors *= std::exp(-rate * width);
        }
        // Standard error of an e0 from about 1,300 deaths: 0.45 years (spread of ages at death 16).
        EXPECT_NEAR(simulated, table, 4.0 * 0.45) << name;
        std::cout << "e0 " << name << ": simulated " << simulated << ", table " << table << "\n";
    }
}

TEST(Demography, BoysAreAsManyAsTheScenarioSays)
{
    const Series& births = first_year()["births"];
    double boys = 0.0;
    double all = 0.0;
    for (std::size_t time = 0; time < births.times.size(); ++time) {
        for (std::size_t cell = 0; cell < births.num_cells(); ++cell) {
            boys += cell % 2 == 0 ? static_cast<double>(births.at(time)[cell]) : 0.0;
            all += static_cast<double>(births.at(time)[cell]);
        }
    }
    EXPECT_NEAR(boys / all, 0.5146, 4.0 * std::sqrt(0.25 / all));
}

/// Sum of a matrix of moves over its rows (leaving) or columns (coming).
double moved(const Series& moves, std::size_t time, std::size_t region, bool leaving)
{
    const std::size_t regions = moves.spec.axes[0].size();
    double sum = 0.0;
    for (std::size_t other = 0; other < regions; ++other) {
        const std::size_t cell = leaving ? region * regions + other : other * regions + region;
        sum += static_cast<double>(moves.at(time)[cell]);
    }
    return sum;
}

double at_time(const Series& series, std::size_t time, std::size_t region)
{
    const std::size_t width = series.num_cells() / series.spec.axes[0].size();
    return sum_of(series.at(time).subspan(region * width, width));
}

TEST(Demography, AccountsCloseInEveryRegionAndMonth)
{
    const Finished finished = run(plan_at("0.005", "2026-12"), {2, 1});
    const Series& people = finished["population"];
    for (std::size_t time = 0; time + 1 < people.times.size(); ++time) {
        for (std::size_t region = 0; region < people.num_cells(); ++region) {
            const double change =
                at_time(finished["births"], time, region) -
                at_time(finished["deaths"], time, region) +
                moved(finished["registered_moves"], time, region, false) -
                moved(finished["registered_moves"], time, region, true) +
                at_time(finished["external_arrivals"], time, region) -
                at_time(finished["external_departures"], time, region);
            EXPECT_EQ(at_time(people, time + 1, region), at_time(people, time, region) + change)
                << "month " << time << ", region " << region;
        }
    }
}

TEST(Demography, PartnersAreMutualAndChildrenHaveAnAdult)
{
    const Plan plan = plan_at("0.01", "2026-12");
    Watched run(plan);
    run->populate();
    run->begin();
    run.advance_until(plan.scenario.end);
    const World& world = run->world();
    const PersonColumns& person = world.schema().person;
    const auto partners = world.schema().people->find<PersonId>("partner");
    std::map<std::pair<const Shard*, HouseholdId>, int> oldest;
    std::int64_t widows = 0;
    for_everybody(world, [&](const Shard& shard, std::size_t row) {
        const PersonId partner = shard.people()[partners][row];
        if (partner.valid()) {
            EXPECT_EQ(shard.people()[partners][partner.value()].value(), row);
            EXPECT_EQ(shard.people()[person.gone][partner.value()], Gone::no);
            EXPECT_NE(shard.people()[person.sex][partner.value()], shard.people()[person.sex][row]);
        } else {
            ++widows;
        }
        int& age = oldest[{&shard, shard.people()[person.household][row]}];
        age = std::max(age, age_in_years(shard.people()[person.birth_month][row],
                                         plan.scenario.end));
    });
    EXPECT_GT(widows, 0);
    const auto alone = std::count_if(oldest.begin(), oldest.end(),
                                     [](const auto& home) { return home.second < 16; });
    // In a sample a shard may hold no other household of the region.
    EXPECT_LE(static_cast<double>(alone), 2e-4 * static_cast<double>(oldest.size()));
}

using Fate = std::tuple<MonthStamp, std::uint8_t, std::uint8_t>;  ///< birth month, births, education

std::map<std::uint64_t, Fate> fates_of(const World& world)
{
    const PersonColumns& person = world.schema().person;
    const auto births = world.schema().people->find<std::uint8_t>("children_ever_born");
    const auto education = world.schema().people->find<std::uint8_t>("education");
    std::map<std::uint64_t, Fate> fates;
    for_everybody(world, [&](const Shard& shard, std::size_t row) {
        fates[shard.people()[person.key][row].value()] = {shard.people()[person.birth_month][row],
                                                          shard.people()[births][row],
                                                          shard.people()[education][row]};
    });
    return fates;
}

/// A world with one more child, of the first woman of 25 to 29 of its first shards; her household's key.
HouseholdKey add_child(World& world, Month now)
{
    const WorldSchema& schema = world.schema();
    const auto births = schema.people->find<std::uint8_t>("children_ever_born");
    const auto registered = schema.people->find<RegionId>("registered_region");
    for (Shard& shard : world.shards()) {
        Rows& people = shard.people();
        for (std::size_t mother = 0; mother < people.size(); ++mother) {
            const int age = age_in_years(people[schema.person.birth_month][mother], now);
            if (people[schema.person.sex][mother] != Sex::female || age < 25 || age > 29) {
                continue;
            }
            const std::size_t child = people.append(1);
            people[schema.person.key][child] =
                lineage::newborn(people[schema.person.key][mother], people[births][mother]++);
            people[schema.person.birth_month][child] = stamp(now);
            people[schema.person.region][child] = people[schema.person.region][mother];
            people[registered][child] = people[registered][mother];
            const HouseholdId home = people[schema.person.household][mother];
            HouseholdLinks(shard, schema).join(PersonId(static_cast<PersonId::rep>(child)), home);
            return shard.households()[schema.household.key][home.value()];
        }
    }
    return {};
}

TEST(Demography, OneMoreChildChangesNobodyElse)
{
    const Plan plan = plan_at("0.003", "2026-12");
    Watched base(plan);
    Watched more(plan);
    base->populate();
    World world = base->world();
    const HouseholdKey home = add_child(world, plan.scenario.start - 1);
    more->populate_like(world);
    std::vector<std::uint64_t> family;
    for_everybody(world, [&](const Shard& shard, std::size_t row) {
        const auto household = shard.people()[world.schema().person.household][row].value();
        if (shard.households()[world.schema().household.key][household] == home) {
            family.push_back(shard.people()[world.schema().person.key][row].value());
        }
    });
    ASSERT_GE(family.size(), 2U);
    for (Watched* run : {&base, &more}) {
        (*run)->begin();
        run->advance_until(plan.scenario.end);
    }
    auto expected = fates_of(base->world());
    auto got = fates_of(more->world());
    EXPECT_TRUE(expected != got);
    // Later children of the family have other ordinals, hence other keys.
    for (const std::uint64_t key : family) {
        for (auto* fates : {&expected, &got}) {
            fates->erase(key);
            for (std::uint32_t ordinal = 0; ordinal < 30; ++ordinal) {
                fates->erase(lineage::newborn(PersonKey(key), ordinal).value());
            }
        }
    }
    EXPECT_EQ(expected.size(), got.size());
    EXPECT_TRUE(expected == got);
}

TEST(Demography, NoCrewChangesABit)
{
    expect_same_for_any_crew(plan_at("0.002", "2026-02"), Month(2025, 9));
}

TEST(Demography, AboveTheBoundTheExcessIsDrawn)
{
    const Finished usual = run(plan_at("0.005", "2025-06"));
    const Finished many =
        run(plan_at("0.005", "2025-06", {Override::parse("fertility.paths={default = 6}")}));
    const auto births = static_cast<double>(usual.total("births")) * 6.0 / path_births;
    // A month's hazard counts less than six times where it is high: by 3 % at most.
    EXPECT_NEAR(static_cast<double>(many.total("births")), births,
                0.03 * births + 4.0 * 6.0 * std::sqrt(births / 6.0));
}

TEST(Demography, CouplesHouseholdsAndSchoolingStayNearTheCensus)
{
    const Finished finished = run(plan_at("0.01", "2030-12"), {2, 1});
    const Series& women = finished["women_by_partner"];
    const auto share = [&](std::size_t time, std::size_t group) {
        const auto cells = women.at(time).subspan(group * 2, 2);
        return static_cast<double>(cells[1]) / sum_of(cells);
    };
    const std::size_t last = women.times.size() - 1;
    for (std::size_t group = 4; group <= 14; ++group) {
        // Bound: 0.03, and four standard errors of a share among some 5,000 women.
        EXPECT_NEAR(share(last, group), share(0, group), 0.03 + 4.0 * 0.007) << 5 * group;
    }
    const auto size = [&](std::size_t time) {
        const Series& people = finished["population_by_age"];
        return sum_of(people.at(time)) / sum_of(finished["households_by_size"].at(time));
    };
    EXPECT_NEAR(size(last), size(0), 0.1);
    std::cout << "mean household size " << size(0) << " -> " << size(last) << "\n";
    const Series& levels = finished["people_by_education"];
    const auto higher = [&](std::size_t time) {
        const auto cells = levels.at(time).subspan(5 * 7, 7);
        return static_cast<double>(cells[5] + cells[6]) / sum_of(cells);
    };
    EXPECT_NEAR(higher(last), higher(0), 0.03);
}

/// Jobs end and are found: employees, the unemployed and the self-employed are in the labour force.
bool is_in_labour_force(std::uint8_t activity)
{
    return activity == 2 || activity == 3 || activity == 5;
}

TEST(Demography, NobodyEntersOrLeavesTheLabourForceButInTheMonthInWhichHisShardIsAsked)
{
    const Plan plan = plan_at("0.01", "2025-12");
    Watched run(plan);
    run->populate();
    run->begin();
    const WorldSchema& schema = run->world().schema();
    const auto activity = schema.people->find<std::uint8_t>("activity");
    const auto registered = schema.people->find<RegionId>("registered_region");
    using State = std::pair<bool, RegionId>;
    std::vector<int> changes;
    for (Month now = plan.scenario.start; now <= plan.scenario.end; ++now) {
        std::map<std::uint64_t, State> before;
        for_everybody(run->world(), [&](const Shard& shard, std::size_t row) {
            before[shard.people()[schema.person.key][row].value()] = {
                is_in_labour_force(shard.people()[activity][row]), shard.people()[registered][row]};
        });
        run.advance_until(now);
        changes.push_back(0);
        for_everybody(run->world(), [&](const Shard& shard, std::size_t row) {
            const auto found = before.find(shard.people()[schema.person.key][row].value());
            if (found == before.end() || found->second.second != shard.people()[registered][row] ||
                found->second.first == is_in_labour_force(shard.people()[activity][row])) {
                return;
            }
            EXPECT_EQ(shard.id().value() % 12, now.month_of_year() - 1);
            ++changes.back();
        });
    }
    // The first month is like those after it: people start as they stood when they were asked last.
    const double later = std::accumulate(changes.begin() + 1, changes.end(), 0.0) / 11.0;
    EXPECT_GT(later, 150.0);
    EXPECT_NEAR(changes.front(), later, 4.0 * std::sqrt(later * (1.0 + 1.0 / 11.0)));
}

}  // namespace
}  // namespace qonys::testing
