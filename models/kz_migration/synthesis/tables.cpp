#include "synthesis/tables.hpp"

#include <algorithm>

namespace qonys::models::kz_migration {
namespace {

const Bounds persons = Bounds::at_least(0.0);
const Bounds fraction = Bounds::within(0.0, 1.0);

/// A table of one year out of a file that holds several.
template <class... Indices>
Table<double, Indices...> of_year(Reader& in, std::string_view key, int year,
                                  const std::array<Axis, sizeof...(Indices)>& axes, Bounds bounds,
                                  const ParameterInfo& info)
{
    using WithYear = Table<double, YearIndex, Indices...>;
    typename WithYear::Axes all;
    all[0] = Axis::range("year", year, year);
    std::copy(axes.begin(), axes.end(), all.begin() + 1);
    constexpr std::array<std::string_view, 1> partial{"year"};
    const WithYear table = in.table<double, YearIndex, Indices...>(key, all, bounds, info, partial);
    Table<double, Indices...> result(axes);
    std::copy(table.values().begin(), table.values().end(), result.values().begin());
    return result;
}

void read_people(Reader& in, const Axes& axes, int year, SynthesisTables& tables)
{
    tables.region_sex = of_year<RegionId, Sex>(
        in, "region_sex", year, {axes.region, axes.sex}, persons,
        {"persons", "registered population on 1 January", "synthesis is exact on it"});
    tables.region_area = of_year<RegionId, Area>(
        in, "region_area", year, {axes.region, axes.area}, persons,
        {"persons", "registered population on 1 January", "synthesis is exact on it"});
    tables.age_sex = of_year<AgeGroupId, Sex>(
        in, "age_sex", year, {axes.age_group, axes.sex}, persons,
        {"persons", "population of the nation on 1 January", "synthesis is exact on it"});
    tables.age_single = of_year<AgeId, Sex>(
        in, "age_single", year, {axes.age, axes.sex}, persons,
        {"persons", "population of the nation on 1 January, by single age"});
    tables.region_age_sex = of_year<RegionId, AgeGroupId, Sex>(
        in, "region_age_sex", year, {axes.region, axes.age_group, axes.sex}, persons,
        {"persons", "estimated ages by region; seed of the fit"});
    constexpr std::array<std::string_view, 1> partial{"age_group"};
    tables.education = in.table<double, AgeGroupId, Sex, Area, Education>(
        "education", {axes.age_group, axes.sex, axes.area, axes.education}, persons,
        {"persons", "census 2021, ages 10 and over"}, partial);
    tables.kin = in.table<double, RegionId, std::size_t>(
        "kin", {axes.region, axes.kin}, fraction, {"share", "kin group of residents"});
    tables.presence_gap = in.table<double, RegionId>(
        "presence_gap", {axes.region}, Bounds::any(),
        {"persons", "residents in fact minus registered residents"});
}

void read_households(Reader& in, const Axes& axes, int year, SynthesisTables& tables)
{
    tables.partnered = in.table<double, AgeGroupId>("partnered", {axes.age_group}, fraction,
                                                    {"share", "women who live with a partner"});
    tables.partner_gap_mean = in.number("partner_gap_mean", Bounds::within(-20.0, 20.0),
                                        {"years", "age of man minus woman in couples, mean"});
    tables.partner_gap_sd = in.number("partner_gap_sd", Bounds::within(0.0, 20.0),
                                      {"years", "age of man minus woman in couples, spread"});
    tables.mother_age = in.table<double, AgeId>(
        "mother_age", {Axis::range("age", 15, 49)}, fraction,
        {"share", "births by age of mother, for children now at home"});
    tables.alone_weight = in.table<double, AgeGroupId>(
        "alone_weight", {axes.age_group}, fraction,
        {"relative", "inclination of an adult without partner or child to live alone"});
    tables.mean_household_size =
        in.number("mean_household_size", Bounds::within(1.0, 10.0), {"persons", "census 2021"});
    tables.married =
        in.number("married", fraction, {"share", "people of 15 and over who are married"});
    tables.household_size = in.table<double, SizeIndex>(
        "household_size", {axes.household_size}, fraction, {"share", "households, to compare with"});
    tables.past_births = of_year<AgeId>(
        in, "past_births", year, {Axis::range("age", 15, 100)}, persons,
        {"births per woman", "expected births more than 18 years ago"});
}

Axis ages_to(std::size_t last)
{
    return Axis::range("age", static_cast<int>(first_age_at_work), static_cast<int>(last));
}

void read_activity(Reader& in, const Axes& axes, int labour_year, SynthesisTables& tables)
{
    tables.enrolment = in.table<double, AgeId>("enrolment", {Axis::range("age", 6, 25)}, fraction,
                                               {"share", "people who study"});
    tables.employment_profile = in.table<double, RetirementAgeId, AgeId, Sex>(
        "employment_profile",
        {Axis::range("retirement_age", static_cast<int>(least_retirement_age),
                     static_cast<int>(most_retirement_age)),
         ages_to(last_age_at_work), axes.sex},
        persons, {"relative", "chance to be employed, students counted"});
    tables.unemployment_profile =
        in.table<double, AgeId>("unemployment_profile", {ages_to(last_age_of_seekers)}, persons,
                                {"relative", "chance to be unemployed, students counted"});
    tables.retirement_age = in.table<double, Sex, YearIndex>(
        "retirement_age",
        {axes.sex, Axis::range("year", first_retirement_year, last_retirement_year)},
        Bounds::within(least_retirement_age, most_retirement_age),
        {"years", "age of retirement by law"});
    tables.employed = of_year<RegionId>(in, "employed", labour_year, {axes.region}, persons,
                                        {"persons", "employed, labour force survey"});
    tables.unemployed = of_year<RegionId>(in, "unemployed", labour_year, {axes.region}, persons,
                                          {"persons", "unemployed, labour force survey"});
}

int read_labour_year(Reader& population)
{
    return static_cast<int>(population.integer("labour_year", Bounds::within(1990, 2100),
                                               {"year", "year of the jobs figures"}));
}

}  // namespace

int SynthesisTables::labour_year(Reader& in)
{
    Reader population = in.section("population");
    return read_labour_year(population);
}

Axes Axes::read(Reader& in)
{
    Reader axes = in.section("axes");
    const auto axis = [&](std::string_view name) {
        return axes.axis(name, name, {"-", "axis of the tables"});
    };
    return {axis("region"),         axis("sex"),          axis("area"), axis("age"),
            axis("age_group"),      axis("education"),    axis("kin"),  axis("household_size"),
            axis("household_type"), axis("work_partner"), axis("flow_partner")};
}

SynthesisTables SynthesisTables::read(Reader& in, const Axes& axes, int base_year)
{
    SynthesisTables tables;
    const std::vector<std::string> methods{"births", "national"};
    tables.age_method =
        in.word("age_method", methods, {"-", "how the ages of regions are estimated"}, "births") ==
                "births"
            ? AgeMethod::births
            : AgeMethod::national;
    const auto labour_year = read_labour_year(in);
    tables.base_year = base_year;
    Reader files = in.section("tables");
    read_people(files, axes, base_year, tables);
    read_households(files, axes, base_year, tables);
    read_activity(files, axes, labour_year, tables);
    const auto abroad = of_year<SizeIndex>(files, "citizens_abroad", base_year, {axes.work_partner},
                                           persons, {"persons", "citizens who work abroad"});
    tables.abroad_profile = files.table<double, AgeGroupId, Sex>(
        "abroad_profile", {axes.age_group, axes.sex}, fraction,
        {"relative", "citizens who work abroad, of people of an age and sex"});
    tables.citizens_abroad.assign(abroad.values().begin(), abroad.values().end());
    return tables;
}

}  // namespace qonys::models::kz_migration
