#include "synthesis/counts.hpp"

#include <cmath>
#include <numeric>

#include "qonys/core/error.hpp"
#include "qonys/core/name.hpp"
#include "qonys/population/rounding.hpp"

namespace qonys::models::kz_migration {
namespace {

using GroupCounts = Table<std::int64_t, RegionId, Sex, AgeGroupId>;

constexpr std::array<Sex, num_sexes> sexes{Sex::male, Sex::female};

std::vector<double> to_vector(std::span<const double> values)
{
    return {values.begin(), values.end()};
}

/// region x sex x age group, before fitting.
std::vector<double> seed_of(const SynthesisTables& tables, std::size_t num_regions)
{
    std::vector<double> seed;
    for (std::size_t region = 0; region < num_regions; ++region) {
        for (const Sex sex : sexes) {
            for (std::size_t group = 0; group < num_age_groups; ++group) {
                const auto age_group = at<AgeGroupId>(group);
                seed.push_back(tables.age_method == AgeMethod::births
                                   ? tables.region_age_sex(at<RegionId>(region), age_group, sex)
                                   : tables.age_sex(age_group, sex));
            }
        }
    }
    return seed;
}

std::vector<Margin> margins_of(const SynthesisTables& tables)
{
    Margin by_region{"region x sex", {0, 1}, to_vector(tables.region_sex.values())};
    Margin by_age{"sex x age group (nation)", {1, 2}, {}};
    for (const Sex sex : sexes) {
        for (std::size_t group = 0; group < num_age_groups; ++group) {
            by_age.target.push_back(tables.age_sex(at<AgeGroupId>(group), sex));
        }
    }
    return {by_region, by_age};
}

std::int64_t whole(double value) { return std::llround(value); }

/// Both margins stay exact while cells become whole, for each sex by itself.
GroupCounts round_groups(const std::vector<double>& fitted, const SynthesisTables& tables,
                         const Axes& axes)
{
    GroupCounts counts({axes.region, axes.sex, axes.age_group});
    const std::size_t num_regions = axes.region.size();
    for (const Sex sex : sexes) {
        std::vector<double> matrix;
        std::vector<std::int64_t> rows;
        std::vector<std::int64_t> columns;
        for (std::size_t region = 0; region < num_regions; ++region) {
            const std::size_t first =
                (region * num_sexes + static_cast<std::size_t>(sex)) * num_age_groups;
            matrix.insert(matrix.end(), fitted.begin() + static_cast<std::ptrdiff_t>(first),
                          fitted.begin() + static_cast<std::ptrdiff_t>(first + num_age_groups));
            rows.push_back(whole(tables.region_sex(at<RegionId>(region), sex)));
        }
        for (std::size_t group = 0; group < num_age_groups; ++group) {
            columns.push_back(whole(tables.age_sex(at<AgeGroupId>(group), sex)));
        }
        const auto rounded = round_to_margins(matrix, rows, columns);
        for (std::size_t region = 0; region < num_regions; ++region) {
            for (std::size_t group = 0; group < num_age_groups; ++group) {
                counts(at<RegionId>(region), sex, at<AgeGroupId>(group)) =
                    rounded[region * num_age_groups + group];
            }
        }
    }
    return counts;
}

/// People of one region and sex and group by single age, in the nation's proportions.
void spread_ages(const SynthesisTables& tables, RegionId region, Area area, Sex sex, std::size_t group,
                 std::int64_t people, PeopleCounts& counts)
{
    const std::size_t first = group * years_in_group;
    const std::size_t last = std::min(first + years_in_group, num_ages);
    std::vector<double> weights;
    for (std::size_t age = first; age < last; ++age) {
        weights.push_back(tables.age_single(at<AgeId>(age), sex));
    }
    const auto by_age = round_to_total(weights, people);
    for (std::size_t age = first; age < last; ++age) {
        counts(region, area, sex, at<AgeId>(age)) = by_age[age - first];
    }
}

/// Splits a region's cells into town and country so that the region's totals by area hold.
void split_region(const SynthesisTables& tables, RegionId region, const GroupCounts& groups,
                  PeopleCounts& counts)
{
    std::vector<std::int64_t> cells;
    std::vector<double> weights;
    for (const Sex sex : sexes) {
        for (std::size_t group = 0; group < num_age_groups; ++group) {
            cells.push_back(groups(region, sex, at<AgeGroupId>(group)));
            weights.push_back(static_cast<double>(cells.back()));
        }
    }
    const auto rural =
        round_to_total(weights, whole(tables.region_area(region, Area::rural)), cells);
    for (const Sex sex : sexes) {
        for (std::size_t group = 0; group < num_age_groups; ++group) {
            const std::size_t cell = static_cast<std::size_t>(sex) * num_age_groups + group;
            spread_ages(tables, region, Area::rural, sex, group, rural[cell], counts);
            spread_ages(tables, region, Area::urban, sex, group, cells[cell] - rural[cell], counts);
        }
    }
}

std::vector<double> as_doubles(const PeopleCounts& counts)
{
    return {counts.values().begin(), counts.values().end()};
}

/// Margins of the finished counts, whose axes are region, area, sex, age group.
void report(const SynthesisTables& tables, const Axes& axes, const PeopleCounts& counts,
            FitReport& fit)
{
    const std::vector<Axis> dimensions{axes.region, axes.area, axes.sex, axes.age};
    const std::vector<double> values = as_doubles(counts);
    Margin by_region{"region", {0}, {}};
    for (std::size_t region = 0; region < axes.region.size(); ++region) {
        by_region.target.push_back(tables.region_sex(at<RegionId>(region), Sex::male) +
                                   tables.region_sex(at<RegionId>(region), Sex::female));
    }
    Margin by_single{"sex x age (nation)", {2, 3}, {}};
    for (const Sex sex : sexes) {
        for (std::size_t age = 0; age < num_ages; ++age) {
            by_single.target.push_back(tables.age_single(at<AgeId>(age), sex));
        }
    }
    const Margin by_sex{"region x sex", {0, 2}, to_vector(tables.region_sex.values())};
    const Margin by_area{"region x area", {0, 1}, to_vector(tables.region_area.values())};
    for (const Margin& margin : {by_region, by_sex, by_area}) {
        fit.lines.push_back({check_margin(dimensions, values, margin), true, "exact, at scale 1", true});
    }
    fit.lines.push_back({check_margin(dimensions, values, by_single), false,
                         "at scale 1; single ages follow the nation within each region"});
}

void report_groups(const SynthesisTables& tables, const Axes& axes, const GroupCounts& groups,
                   FitReport& fit)
{
    const std::vector<Axis> dimensions{axes.region, axes.sex, axes.age_group};
    const std::vector<double> values(groups.values().begin(), groups.values().end());
    fit.lines.push_back({check_margin(dimensions, values, margins_of(tables)[1]), true,
                         "exact, at scale 1", true});
    Margin seed{"region x sex x age group", {0, 1, 2}, {}};
    seed.target = seed_of(tables, axes.region.size());
    fit.lines.push_back({check_margin(dimensions, values, seed), false,
                         tables.age_method == AgeMethod::births ? "at scale 1; the seed: estimated ages"
                                                                : "at scale 1; the seed: the nation's ages"});
}

}  // namespace

PeopleCounts count_people(const SynthesisTables& tables, const Axes& axes, FitReport& fit)
{
    const std::vector<Axis> dimensions{axes.region, axes.sex, axes.age_group};
    const FittedTable fitted =
        fit_margins(dimensions, seed_of(tables, axes.region.size()), margins_of(tables));
    if (!fitted.converged) {
        throw DataError("population.tables", "region x sex and age x sex cannot both be met",
                        "their totals by sex differ, or a cell of the seed is 0 where people are",
                        "make the totals of both tables equal");
    }
    const GroupCounts groups = round_groups(fitted.values, tables, axes);
    PeopleCounts counts({axes.region, axes.area, axes.sex, axes.age});
    for (std::size_t region = 0; region < axes.region.size(); ++region) {
        split_region(tables, at<RegionId>(region), groups, counts);
    }
    report(tables, axes, counts, fit);
    report_groups(tables, axes, groups, fit);
    return counts;
}

PeopleCounts block_of(const PeopleCounts& counts, std::size_t block, std::size_t num_blocks)
{
    PeopleCounts part(counts.axes());
    const auto blocks = static_cast<std::int64_t>(num_blocks);
    for (std::size_t cell = 0; cell < counts.values().size(); ++cell) {
        const std::int64_t people = counts.values()[cell];
        const auto phase = static_cast<std::int64_t>(mix64(cell) % num_blocks);
        const auto dealt = [&](std::int64_t blocks_done) {
            return (people * blocks_done + phase) / blocks;
        };
        const auto here = static_cast<std::int64_t>(block);
        part.values()[cell] = dealt(here + 1) - dealt(here);
    }
    return part;
}

}  // namespace qonys::models::kz_migration
