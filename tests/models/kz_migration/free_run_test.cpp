// A run without any measure, to 2030 and to 2040, within bounds that come from what was observed:
// free_run_bounds.toml.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <numeric>
#include <set>

#include "support/run_scenario.hpp"

namespace qonys::testing {
namespace {

constexpr std::size_t months_a_year = 12;

struct Bound {
    std::string figure;
    bool by_region;
    double low;
    double high;
    std::set<std::string> broken;  ///< "KZ-75 2040"
};

std::vector<Bound> read_bounds()
{
    const auto file = std::filesystem::path(QONYS_SOURCE_DIR) / "tests" / "models" /
                      "kz_migration" / "free_run_bounds.toml";
    const Document document = Document::load(file);
    Reader in(document);
    std::vector<Bound> bounds;
    for (Reader& row : in.sections("bound")) {
        const std::vector<std::string> broken = row.texts("broken", {"-", "known to be broken"});
        bounds.push_back({row.text("figure", {"-", "what is bounded"}),
                          row.text("of", {"-", "nation or region"}) == "region",
                          row.number("low", Bounds::any(), {"-", "least"}),
                          row.number("high", Bounds::any(), {"-", "most"}),
                          {broken.begin(), broken.end()}});
    }
    in.throw_if_any();
    return bounds;
}

/// Values of one place: at the start, then at the end of each month.
using Path = std::vector<double>;

/// What happened in one region, or in the nation.
struct Place {
    Path unemployed, employees, self_employed, vacancies, pay, people;

    [[nodiscard]] double at_work(std::size_t t) const { return employees[t] + self_employed[t]; }
    [[nodiscard]] double unemployment(std::size_t t) const
    {
        return unemployed[t] / (unemployed[t] + at_work(t));
    }
    [[nodiscard]] double vacancy_share(std::size_t t) const
    {
        return vacancies[t] / (vacancies[t] + employees[t]);
    }
    [[nodiscard]] double wage(std::size_t t) const { return pay[t] / employees[t]; }
};

/// One region when it is given, else all.
Path path_of(const Series& series, std::size_t num_regions, std::optional<std::size_t> region)
{
    Path path;
    const std::size_t cells = series.num_cells() / num_regions;
    for (std::size_t t = 0; t < series.times.size(); ++t) {
        const auto here = region ? series.at(t).subspan(*region * cells, cells) : series.at(t);
        path.push_back(static_cast<double>(
            std::accumulate(here.begin(), here.end(), std::int64_t{0})));
    }
    return path;
}

Place place_of(const Finished& done, std::size_t num_regions, std::optional<std::size_t> region)
{
    const auto path = [&](const char* name) { return path_of(done[name], num_regions, region); };
    return {path("unemployed"), path("employees"), path("self_employed"),
            path("vacancies"),  path("pay"),       path("population_present")};
}

/// Means of whole years, the first month apart: stocks before it are no month of the run.
template <class Value>
std::vector<double> yearly(std::size_t last, Value value)
{
    std::vector<double> means;
    for (std::size_t first = 1; first + months_a_year - 1 <= last; first += months_a_year) {
        double sum = 0.0;
        for (std::size_t t = first; t < first + months_a_year; ++t) {
            sum += value(t);
        }
        means.push_back(sum / months_a_year);
    }
    return means;
}

double growth(double first, double last, std::size_t months)
{
    return std::pow(last / first, static_cast<double>(months_a_year) / static_cast<double>(months)) - 1.0;
}

/// All values of a figure up to a month, of which each must keep the bound.
std::vector<double> values_of(const std::string& figure, const Place& place, const Place& nation,
                              std::size_t last)
{
    const auto rate = [&](std::size_t t) { return place.unemployment(t); };
    std::vector<double> values;
    if (figure == "unemployment" || figure == "unemployment_step") {
        for (std::size_t t = 1; t <= last; ++t) {
            values.push_back(figure == "unemployment" ? rate(t) : std::abs(rate(t) - rate(t - 1)));
        }
        return values;
    }
    if (figure == "unemployment_of_year") {
        return yearly(last, rate);
    }
    if (figure == "vacancies_of_year") {
        return yearly(last, [&](std::size_t t) { return place.vacancy_share(t); });
    }
    if (figure == "employment_growth") {
        return {growth(place.at_work(0), place.at_work(last), last)};
    }
    if (figure == "population_growth") {
        return {growth(place.people[0], place.people[last], last)};
    }
    if (figure == "wage_growth") {
        return {growth(place.wage(0), place.wage(last), last)};
    }
    EXPECT_EQ(figure, "relative_wage");
    return {place.wage(last) / nation.wage(last)};
}

/// Checks one bound at one place; says whether it was kept.
bool keeps(const Bound& bound, const std::vector<double>& values, const std::string& where)
{
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const bool kept = *least >= bound.low && *most <= bound.high;
    if (!bound.broken.contains(where)) {
        EXPECT_TRUE(kept) << bound.figure << " of " << where << ": " << *least << " to " << *most
                          << ", bounds " << bound.low << " to " << bound.high;
    }
    return kept;
}

/// The nation, and its regions by code.
struct Country {
    Place nation;
    std::map<std::string, Place> regions;
};

Country run_to_2040()
{
    ModelCatalogue catalogue;
    register_all_models(catalogue);
    const auto folder = std::filesystem::path(QONYS_SOURCE_DIR) / "scenarios" / "kz";
    const Plan plan = Plan::read(
        Document::parse("extends = \"base.toml\"\nrun.end = \"2040-12\"\npopulation.scale = 0.2\n",
                        "test.toml", folder),
        "test", catalogue);
    const Finished done = run(plan, {.threads = 2});
    const std::vector<std::string>& codes = done["unemployed"].spec.axes.front().codes();
    Country country{place_of(done, codes.size(), std::nullopt), {}};
    for (std::size_t region = 0; region < codes.size(); ++region) {
        country.regions[codes[region]] = place_of(done, codes.size(), region);
    }
    return country;
}

void expect_bound(const Bound& bound, const Country& country, int year)
{
    const auto last = static_cast<std::size_t>(year - 2024) * months_a_year;
    ASSERT_LT(last, country.nation.pay.size());
    std::size_t num_named = 0;
    std::size_t num_broken = 0;
    const auto check = [&](const std::string& name, const Place& place) {
        const std::string where = name + " " + std::to_string(year);
        num_named += bound.broken.contains(where) ? 1 : 0;
        num_broken +=
            keeps(bound, values_of(bound.figure, place, country.nation, last), where) ? 0 : 1;
    };
    if (bound.by_region) {
        for (const auto& [code, place] : country.regions) {
            check(code, place);
        }
    } else {
        check("nation", country.nation);
    }
    EXPECT_TRUE(num_named == 0 || num_broken > 0)
        << bound.figure << " keeps its bound to " << year << ": take the names off the list";
}

TEST(FreeRun, KeepsBoundsTo2030AndTo2040)
{
    const Country country = run_to_2040();
    const std::vector<Bound> bounds = read_bounds();
    ASSERT_GE(bounds.size(), 10U);
    for (const Bound& bound : bounds) {
        expect_bound(bound, country, 2030);
        expect_bound(bound, country, 2040);
    }
}

}  // namespace
}  // namespace qonys::testing
