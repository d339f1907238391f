#include "fitting/fitted_movement.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace qonys::models::kz_migration {
namespace {

struct RegionLine {
    const char* key;
    FittedMovement::ByRegion FittedMovement::*member;
    const char* unit;
    const char* description;
};

constexpr std::array<RegionLine, 8> region_lines{{
    {"birth_rate", &FittedMovement::birth_rate, "1/1000", "births per 1,000, year before the last"},
    {"population", &FittedMovement::population, "persons", "mean registered population, last year"},
    {"constant_before", &FittedMovement::constant_before, "log", "attraction, year before the last"},
    {"constant", &FittedMovement::constant, "log", "attraction as a destination, last year"},
    {"propensity_before", &FittedMovement::propensity_before, "1/year",
     "registered moves out per head, year before the last"},
    {"propensity", &FittedMovement::propensity, "1/year", "registered moves out per head, last year"},
    {"family_scale", &FittedMovement::family_scale, "-", "residents per unit of family exposure"},
    {"lone_scale", &FittedMovement::lone_scale, "-", "residents per unit of lone exposure"},
}};

/// Shortest form that reads back to the same bits is not needed: nine digits are far below any error.
std::string digits(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.9g", value);
    std::string result = text.data();
    return result.find_first_of(".e") == std::string::npos ? result + ".0" : result;
}

std::string line(const std::string& key, const std::string& value) { return key + " = " + value + "\n"; }

template <class T>
std::string section(const std::string& name, const std::string& comment, const T& table)
{
    std::string text = "\n# " + comment + "\n[" + name + "]\n";
    for (std::size_t place = 0; place < table.values().size(); ++place) {
        text += line(table.axes()[0].codes()[place], digits(table.values()[place]));
    }
    return text;
}

PairError read_pair_error(Reader in)
{
    PairError error;
    const Bounds any = Bounds::at_least(0.0);
    error.standard_error.distance =
        in.number("distance", any, {"-", "standard error of the exponent of distance"});
    error.standard_error.contiguity =
        in.number("contiguity", any, {"log", "standard error of the weight of a border"});
    error.standard_error.birth_gap = in.number(
        "birth_gap", any, {"log per 1/1000", "standard error of what unlike birth rates cost"});
    const Bounds correlation = Bounds::within(-1.0, 1.0);
    error.distance_contiguity = in.number("distance_contiguity", correlation,
                                          {"-", "correlation of errors, distance and border"});
    error.distance_birth_gap = in.number("distance_birth_gap", correlation,
                                         {"-", "correlation of errors, distance and birth gap"});
    error.contiguity_birth_gap = in.number("contiguity_birth_gap", correlation,
                                           {"-", "correlation of errors, border and birth gap"});
    return error;
}

std::string pair_error_toml(const PairError& error)
{
    return "\n# standard errors of these, and correlations of the errors\n[pair_error]\n" +
           line("distance", digits(error.standard_error.distance)) +
           line("contiguity", digits(error.standard_error.contiguity)) +
           line("birth_gap", digits(error.standard_error.birth_gap)) +
           line("distance_contiguity", digits(error.distance_contiguity)) +
           line("distance_birth_gap", digits(error.distance_birth_gap)) +
           line("contiguity_birth_gap", digits(error.contiguity_birth_gap));
}

}  // namespace

FittedMovement FittedMovement::read(Reader& in, const Axis& region)
{
    FittedMovement fitted;
    fitted.last_year = static_cast<int>(in.integer("last_year", Bounds::within(2000, 2100),
                                                   {"year", "last year that the fit has seen"}));
    Reader pair = in.section("pair");
    const Bounds any = Bounds::within(-10.0, 10.0);
    fitted.pair.distance = pair.number("distance", any, {"-", "exponent of distance"});
    fitted.pair.contiguity = pair.number("contiguity", any, {"log", "weight of a common border"});
    fitted.pair.birth_gap =
        pair.number("birth_gap", any, {"log per 1/1000", "weight lost to unlike birth rates"});
    fitted.pair_error = read_pair_error(in.section("pair_error"));
    fitted.lone_share = in.number("lone_share", Bounds::within(0.0, 1.0),
                                  {"-", "share of movers who leave their household"});
    fitted.level_growth =
        in.number("level_growth", Bounds::within(-3.0, 3.0), {"log", "growth of registered moves"});
    for (const RegionLine& item : region_lines) {
        const bool is_log = std::string_view(item.unit) == "log";
        fitted.*item.member = in.table<double, RegionId>(
            item.key, {region}, is_log ? any : Bounds::at_least(0.0), {item.unit, item.description});
    }
    fitted.reach_from = static_cast<int>(in.integer(
        "reach_from", Bounds::within(2000, 2100), {"year", "first year of the reference run"}));
    const auto reach_to = static_cast<int>(in.integer(
        "reach_to", Bounds::within(2000, 2200), {"year", "last year of the reference run"}));
    const Axis year =
        Axis::range("year", fitted.reach_from, std::max(fitted.reach_from, reach_to));
    const Bounds factor = Bounds::within(0.1, 10.0);
    fitted.family_reach = in.table<double, YearIndex>(
        "family_reach", {year}, factor, {"-", "family exposure per head, relative to the base date"});
    fitted.lone_reach = in.table<double, YearIndex>(
        "lone_reach", {year}, factor, {"-", "lone exposure per head, relative to the base date"});
    return fitted;
}

PairTerm FittedMovement::drawn_pair(const std::array<double, 3>& normal) const
{
    // The Cholesky factor of the correlations, row by row.
    const double along = pair_error.distance_contiguity;
    const double across = std::sqrt(std::max(0.0, 1.0 - along * along));
    const double first = pair_error.distance_birth_gap;
    const double second =
        across > 0.0 ? (pair_error.contiguity_birth_gap - along * first) / across : 0.0;
    const double third = std::sqrt(std::max(0.0, 1.0 - first * first - second * second));
    const PairTerm& error = pair_error.standard_error;
    return {pair.distance + error.distance * normal[0],
            pair.contiguity + error.contiguity * (along * normal[0] + across * normal[1]),
            pair.birth_gap + error.birth_gap * (first * normal[0] + second * normal[1] +
                                                third * normal[2])};
}

double FittedMovement::reach(const ByYear& table, int year) const
{
    const int last = static_cast<int>(table.values().size()) - 1;
    return table.values()[static_cast<std::size_t>(std::clamp(year - reach_from, 0, last))];
}

FittedMovement FittedMovement::read_file(Reader& in, std::string_view key, const Axis& region)
{
    const std::filesystem::path file = in.file(key, {"file", "result of 'qonys fit' for moves"});
    if (file.empty() || !std::filesystem::exists(file)) {
        return {};
    }
    const Document document = Document::load(file);
    Reader fitted(document);
    FittedMovement result = read(fitted, region);
    fitted.finish();
    for (const Problem& problem : fitted.problems()) {
        in.problem(key, problem.text(), "the moves between regions come from it",
                   "write the file anew with 'qonys fit'");
    }
    return result;
}

std::string FittedMovement::toml(const std::string& heading) const
{
    std::string text = heading;
    text += line("last_year", std::to_string(last_year));
    text += line("lone_share", digits(lone_share));
    text += line("level_growth", digits(level_growth));
    text += line("reach_from", std::to_string(reach_from));
    text += line("reach_to", std::to_string(
                                 reach_from + static_cast<int>(family_reach.values().size()) - 1));
    text += "\n[pair]\n" + line("distance", digits(pair.distance)) +
            line("contiguity", digits(pair.contiguity)) + line("birth_gap", digits(pair.birth_gap)) + pair_error_toml(pair_error);
    for (const RegionLine& item : region_lines) {
        const ByRegion& table = this->*item.member;
        text += section(item.key, std::string(item.description) + " [" + item.unit + "]", table);
    }
    text += section("family_reach", "family exposure per head, relative to the base date [-]",
                    family_reach);
    text += section("lone_reach", "lone exposure per head, relative to the base date [-]", lone_reach);
    return text;
}

}  // namespace qonys::models::kz_migration
