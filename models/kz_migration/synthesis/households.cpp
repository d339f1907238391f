#include "synthesis/households.hpp"

#include <algorithm>

#include "synthesis/family_pool.hpp"

namespace qonys::models::kz_migration {
namespace {

std::array<double, num_ages> by_single_age(const Table<double, AgeGroupId>& table)
{
    std::array<double, num_ages> values{};
    for (std::size_t age = 0; age < num_ages; ++age) {
        values[age] = table(group_of(age));
    }
    return values;
}

std::uint64_t pool_key(std::size_t block, std::size_t region, Area area)
{
    return static_cast<std::uint64_t>(block) << 32 | static_cast<std::uint64_t>(region) << 8 |
           static_cast<std::uint64_t>(area);
}

}  // namespace

HouseholdRules::HouseholdRules(const SynthesisTables& tables)
    : partnered(by_single_age(tables.partnered)),
      alone_weight(by_single_age(tables.alone_weight)),
      gap_mean(tables.partner_gap_mean),
      gap_sd(tables.partner_gap_sd),
      mean_size(tables.mean_household_size),
      mother_age(tables.mother_age.values())
{
}

Block build_block(const PeopleCounts& people, const HouseholdRules& rules, const Stream& random,
                  std::size_t block)
{
    const AddressedDraw draw = random(Draw("kz_migration.synthesis.household"));
    std::vector<FamilyPool> pools;
    std::size_t num_families = 0;
    double inclination = 0.0;
    for (std::size_t region = 0; region < people.axes()[0].size(); ++region) {
        for (const Area area : {Area::urban, Area::rural}) {
            pools.emplace_back(people, RegionId(static_cast<RegionId::rep>(region)), area, rules,
                               Dice(draw, pool_key(block, region, area)));
            pools.back().form_couples();
            pools.back().give_children_to_mothers();
            num_families += pools.back().num_families();
            inclination += pools.back().alone_inclination();
        }
    }
    std::int64_t num_people = 0;
    for (const std::int64_t count : people.values()) {
        num_people += count;
    }
    const double lacking =
        static_cast<double>(num_people) / rules.mean_size - static_cast<double>(num_families);
    const double factor = inclination > 0.0 ? std::max(0.0, lacking / inclination) : 0.0;
    Block result;
    result.people.reserve(static_cast<std::size_t>(num_people));
    for (FamilyPool& pool : pools) {
        pool.house_the_rest(factor);
        pool.emit(result);
    }
    return result;
}

}  // namespace qonys::models::kz_migration
