#include "labour/tables.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

namespace qonys::models::kz_migration {
namespace {

constexpr int first_growth_year = 2022;
constexpr int last_growth_year = 2024;
constexpr int first_wage_year = 2021;  // of the year before the first start too
constexpr std::array<std::string_view, 1> other_years{"year"};

/// A size class is written "5-15" or "1001+".
int number_from(std::string_view text)
{
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

template <class First, class Second>
Table<double, First, Second> of_year(Reader& in, std::string_view key, int year,
                                     const std::array<Axis, 2>& axes, const ParameterInfo& info)
{
    const auto all = in.table<double, First, Second, YearIndex>(
        key, {axes[0], axes[1], Axis::range("year", year, year)}, Bounds::at_least(0.0), info,
        other_years);
    Table<double, First, Second> result(axes);
    std::copy(all.values().begin(), all.values().end(), result.values().begin());
    return result;
}

}  // namespace

LabourAxes LabourAxes::read(Reader& in, const Axes& axes)
{
    Reader section = in.section("axes");
    const auto axis = [&](std::string_view name) {
        return section.axis(name, name, {"-", "axis of the labour tables"});
    };
    LabourAxes result{axes.region,           axis("sector"), axis("skill"), axis("firm_size"),
                      axis("employer_kind"), {},             {}};
    // Far above any class: the largest employers of the country have some ten thousand staff.
    constexpr double most_of_all = 30000.0;
    for (const std::string& code : result.firm_size.codes()) {
        const std::size_t dash = code.find('-');
        result.least_staff.push_back(number_from(code));
        result.most_staff.push_back(
            dash == std::string::npos ? most_of_all : number_from(code.substr(dash + 1)));
    }
    if (result.sector.size() > JobTerms::most_sectors) {
        in.problem("axes.sector",
                   "axes.sector has " + std::to_string(result.sector.size()) + " sectors",
                   "a job's sector is kept in four bits", "name 15 sectors at the most");
    }
    if (result.skill.size() != num_skills && result.skill.size() != 0) {
        in.problem("axes.skill", "axes.skill has " + std::to_string(result.skill.size()) + " skills",
                   "posts are of three skills: low, mid, high", "name scenarios/kz/axes/skill.csv");
    }
    return result;
}

JobTables JobTables::read(Reader& in, const LabourAxes& axes, int labour_year, int base_year)
{
    const Bounds persons = Bounds::at_least(0.0);
    const Bounds share = Bounds::within(0.0, 1.0);
    JobTables tables;
    const std::array<Axis, 2> places{axes.region, axes.sector};
    tables.employees = of_year<RegionId, SectorId>(in, "employees", labour_year, places,
                                                   {"persons", "employees at the start"});
    tables.self_employed = of_year<RegionId, SectorId>(
        in, "self_employed", labour_year, places, {"persons", "self-employed at the start"});
    tables.wage = of_year<RegionId, SectorId>(in, "wage", base_year, places,
                                              {"KZT/month", "mean wage at the start"});
    tables.skill_share = in.table<double, SectorId, Skill>(
        "skill_share", {axes.sector, axes.skill}, share, {"share", "skills of a sector's workers"});
    tables.size_share = in.table<double, SectorId, FirmSizeId>(
        "size_share", {axes.sector, axes.firm_size}, share,
        {"share", "employees of a sector by size of employer"});
    tables.kind_share = in.table<double, SectorId, EmployerKind>(
        "kind_share", {axes.sector, axes.employer_kind}, share,
        {"share", "employees of a sector by kind of employer"});
    tables.skill_ratio = in.table<double, Skill>(
        "skill_ratio", {axes.skill}, persons, {"ratio", "wage of a skill, relative"});
    tables.most_staff_of_own =
        in.number("most_staff_of_own", Bounds::within(1.0, 50.0),
                  {"persons", "staff of individual entrepreneurs and farms at the most"});
    tables.vacancy_rate =
        in.table<double, RegionId>("vacancy_rate", {axes.region}, Bounds::within(0.0, 0.5),
                                   {"share", "vacant over all posts at the start"});
    tables.employer_wage_sd =
        in.number("employer_wage_sd", Bounds::within(0.0, 2.0),
                  {"log points", "spread of wages between employers of a region and sector"});
    tables.worker_wage_sd =
        in.number("worker_wage_sd", Bounds::within(0.0, 2.0),
                  {"log points", "spread of wages between posts of one employer and skill"});
    tables.informal_employees =
        in.share("informal_employees", {"share", "employees without a contract"});
    tables.temporary_employees =
        in.share("temporary_employees", {"share", "employees on a contract for a term"});
    return tables;
}

LabourPaths LabourPaths::read(Reader& in, const LabourAxes& axes, const Outlook& outlook,
                              int first_year)
{
    const Axis path("path", {"low", "base", "high"});
    const Axis years = Axis::range("year", first_path_year, last_path_year);
    const Bounds factor = Bounds::within(0.5, 2.0);
    LabourPaths paths;
    paths.known_growth = in.table<double, RegionId, SectorId, YearIndex>(
        "known_growth",
        {axes.region, axes.sector, Axis::range("year", first_growth_year, last_growth_year)}, factor,
        {"ratio", "employees against the year before, as known"});
    paths.demand_growth = in.table<double, PathIndex, RegionId, SectorId, YearIndex>(
        "growth", {path, axes.region, axes.sector, years}, factor,
        {"ratio", "demand for employees against the year before"});
    paths.wage_growth = in.table<double, PathIndex, YearIndex>(
        "wage_growth", {path, years}, Bounds::within(-0.5, 1.0),
        {"share", "yearly growth of nominal wages of the nation"});
    paths.known_wage_growth = in.table<double, YearIndex>(
        "known_wage_growth", {Axis::range("year", first_wage_year, last_growth_year)},
        Bounds::within(-0.5, 1.0), {"share", "yearly growth of nominal wages, as known"},
        other_years);
    const std::string name =
        in.word("path", path.codes(), {"-", "how the demand for employees goes on"}, "base");
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path.codes()[i] == name) {
            paths.path = PathIndex(static_cast<PathIndex::rep>(i));
        }
    }
    paths.last_known = std::min(outlook.last_known_year(), last_growth_year);
    paths.start = Month(first_year, 1);
    if (in.problems().empty()) {
        paths.make_monthly(axes);
    }
    return paths;
}

/// What stands at the start is the level of the turn of the year: employees as they are found, and
/// wages half a year after the mean of the year before, at the growth of that year
/// (data/wage_start).
void LabourPaths::make_monthly(const LabourAxes& axes)
{
    const int first = start.year();
    const auto growth_of = [&](auto growth) {
        std::vector<double> factors;
        for (int year = first + 1; year <= std::max(last_path_year, first + 1); ++year) {
            factors.push_back(growth(year));
        }
        return factors;
    };
    for (std::size_t segment = 0; segment < axes.num_segments(); ++segment) {
        const auto region = at<RegionId>(segment / axes.sector.size());
        const auto sector = at<SectorId>(segment % axes.sector.size());
        monthly_demand_.emplace_back(
            std::sqrt(demand(first, region, sector)),
            growth_of([&](int year) { return demand(year, region, sector); }));
    }
    monthly_wages_.emplace((1.0 + wages(first)) / std::sqrt(1.0 + wages(first - 1)),
                           growth_of([&](int year) { return 1.0 + wages(year); }));
}

double LabourPaths::demand(int year, RegionId region, SectorId sector) const
{
    if (year >= first_growth_year && year <= last_known) {
        return known_growth(region, sector, year_index(year, first_growth_year, last_growth_year));
    }
    return demand_growth(path, region, sector, year_index(year, first_path_year, last_path_year));
}

double LabourPaths::wages(int year) const
{
    if (year >= first_wage_year && year <= last_known) {
        return known_wage_growth(year_index(year, first_wage_year, last_growth_year));
    }
    return wage_growth(path, year_index(year, first_path_year, last_path_year));
}

}  // namespace qonys::models::kz_migration
