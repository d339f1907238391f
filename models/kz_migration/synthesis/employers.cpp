#include "synthesis/employers.hpp"

#include <algorithm>
#include <cmath>

#include "qonys/core/math.hpp"
#include "qonys/core/name.hpp"
#include "qonys/random/distribution/categorical.hpp"
#include "qonys/random/distribution/normal.hpp"
#include "qonys/random/distribution/uniform.hpp"
#include "sampling.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Identity of employer `ordinal` of a region and sector at the start.
std::uint64_t employer_key(std::size_t segment, std::uint32_t ordinal)
{
    constexpr std::uint64_t at_start = 0x656d706c6f796572;  // "employer"
    return mix64(at_start ^ (static_cast<std::uint64_t>(segment) << 32 | ordinal));
}

/// Mean of sizes spread evenly in logarithms between least and most.
double mean_size(double least, double most)
{
    return least == most ? least : (most - least) / exact::log(most / least);
}

}  // namespace

EmployerPlan::EmployerPlan(const JobTables& tables, const LabourAxes& axes, const Stream& random)
    : tables_(tables),
      axes_(axes),
      size_(random(Draw("kz_migration.synthesis.employer_size_wage"))),
      kind_(random(Draw("kz_migration.synthesis.employer_kind")))
{
}

std::vector<EmployerPlan::Sized> EmployerPlan::sizes(RegionId region, SectorId sector) const
{
    const double employees = tables_.employees(region, sector);
    std::vector<Sized> sized;
    double carried = 0.0;  // staff of a class that is too few for one employer goes to the class below
    std::uint32_t ordinal = 0;
    std::vector<std::uint64_t> words;
    for (std::size_t cls = axes_.firm_size.size(); cls-- > 0;) {
        const FirmSizeId id(static_cast<FirmSizeId::rep>(cls));
        const double least = axes_.least_staff[cls];
        const double staff = employees * tables_.size_share(sector, id) + carried;
        // A class without bounds above is as wide as its staff allows.
        const double most = std::max(least, std::min(axes_.most_staff[cls], staff));
        const double count = std::floor(staff / mean_size(least, most) + (cls == 0 ? 0.5 : 0.0));
        carried = count > 0.0 ? 0.0 : staff;
        if (count <= 0.0) {
            continue;
        }
        const std::size_t first = sized.size();
        words.resize(static_cast<std::size_t>(count));
        for (std::size_t i = 0; i < words.size(); ++i) {
            words[i] = employer_key(axes_.segment(region, sector),
                                    ordinal + static_cast<std::uint32_t>(i));
        }
        size_.word_of_each(std::vector<std::uint64_t>(words), 0, words);
        double sum = 0.0;
        const double width = exact::log(most / least);
        for (const std::uint64_t word : words) {
            const double size = least * exact::exp(uniform_unit(word) * width);
            sized.push_back({ordinal, size, least >= first_large});
            sum += size;
            ++ordinal;
        }
        std::for_each(sized.begin() + static_cast<std::ptrdiff_t>(first), sized.end(),
                      [&](Sized& one) { one.staff *= staff / sum; });
    }
    if (carried > 0.0 && !sized.empty()) {
        sized.back().staff += carried;
    } else if (carried > 0.0) {
        sized.push_back({ordinal, carried, false});
    }
    return sized;
}

/// Individual entrepreneurs and farms are small: their share of the sector's employees is found
/// among small employers, as far as these have room, and none of the larger ones is theirs.
std::pair<Categorical, Categorical> EmployerPlan::kinds(SectorId sector,
                                                        const std::vector<Sized>& all) const
{
    double staff = 0.0;
    double of_small = 0.0;
    for (const Sized& one : all) {
        staff += one.staff;
        of_small += one.staff <= tables_.most_staff_of_own ? one.staff : 0.0;
    }
    std::vector<double> others;
    double rest = 0.0;
    for (std::size_t kind = 0; kind < num_employer_kinds; ++kind) {
        const auto share = tables_.kind_share(sector, static_cast<EmployerKind>(kind));
        others.push_back(static_cast<EmployerKind>(kind) == EmployerKind::own ? 0.0 : share);
        rest += others.back();
    }
    const double own = tables_.kind_share(sector, EmployerKind::own);
    const double own_of_small = of_small > 0.0 ? std::min(1.0, own * staff / of_small) : 0.0;
    if (!(rest > 0.0)) {
        others[static_cast<std::size_t>(EmployerKind::firm)] =
            1.0;  // nobody else: a firm, where it is large
        rest = 1.0;
    }
    std::vector<double> small;
    for (const double share : others) {
        small.push_back(share / rest * (1.0 - own_of_small));
    }
    small[static_cast<std::size_t>(EmployerKind::own)] = own_of_small;
    return {Categorical(small), Categorical(others)};
}

std::vector<PlannedEmployer> EmployerPlan::employers(RegionId region, SectorId sector,
                                                     double scale) const
{
    std::vector<PlannedEmployer> planned;
    const std::size_t segment = axes_.segment(region, sector);
    const double sd = tables_.employer_wage_sd;
    const std::vector<Sized> all = sizes(region, sector);
    const auto [of_small, of_others] = kinds(sector, all);
    std::uint32_t small_ordinal = 0;
    for (const Sized& one : all) {
        // The first small one is in every sample: no region is without a sector that it has.
        const bool taken = one.large || in_sample(small_ordinal, scale);
        small_ordinal += one.large ? 0 : 1;
        if (!taken) {
            continue;
        }
        const std::uint64_t key = employer_key(segment, one.ordinal);
        const double z = standard_normal(size_.word(key, 1));
        planned.push_back({key, region, sector,
                           static_cast<EmployerKind>((one.staff <= tables_.most_staff_of_own
                                                          ? of_small
                                                          : of_others)(kind_.word(key, 0))),
                           one.large ? one.staff * scale : one.staff, one.staff,
                           exact::exp(sd * z - sd * sd / 2.0)});
    }
    return planned;
}

PlannedEmployers plan_employers(const PopulateContext& context, const JobTables& tables,
                                const LabourAxes& axes)
{
    const EmployerPlan plan(tables, axes, context.random);
    const std::size_t num_sectors = axes.sector.size();
    PlannedEmployers planned(axes.num_segments());
    context.threads.for_each(planned.size(), [&](std::size_t segment, std::size_t /*worker*/) {
        const auto region = at<RegionId>(segment / num_sectors);
        const auto sector = at<SectorId>(segment % num_sectors);
        planned[segment] = plan.employers(region, sector, context.scale);
    });
    return planned;
}

}  // namespace qonys::models::kz_migration
