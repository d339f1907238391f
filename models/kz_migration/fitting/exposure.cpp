#include "fitting/exposure.hpp"

#include <algorithm>
#include <functional>

#include "processes/home.hpp"
#include "processes/reference.hpp"
#include "qonys/core/contract.hpp"

namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t first_young_age = 14;
constexpr std::size_t last_young_age = 34;
constexpr double least_share = 0.05;  ///< somebody always leaves alone
constexpr double most_share = 0.60;

double young_share(std::span<const double> by_age)
{
    double young = 0.0;
    double all = 0.0;
    for (std::size_t age = 0; age < by_age.size(); ++age) {
        young += age >= first_young_age && age <= last_young_age ? by_age[age] : 0.0;
        all += by_age[age];
    }
    return young / all;
}

/// Adds one household to the counts.
class Counter {
public:
    Counter(const Shard& shard, const ExposureRules& rules, Exposure& exposure)
        : shard_(shard), rules_(rules), exposure_(exposure)
    {
    }

    void add(HouseholdId home, Month now)
    {
        const Rows& people = shard_.people();
        const bool free = rules_.claims == nullptr || rules_.claims->is_free(shard_, home, now);
        const Home kind = home_of(shard_, rules_.schema, home, now);
        const auto adult = Reference(shard_, rules_.schema, rules_.columns).of(home, now);
        const double weight =
            adult && free ? rules_.ages.family[static_cast<std::size_t>(adult->age)] : 0.0;
        for_each_member(shard_, rules_.schema, home, [&](std::size_t row) {
            const std::size_t age = table_age(people[rules_.schema.person.birth_month][row], now);
            const RegionId registered = people[rules_.columns.registered_region][row];
            const RegionId region = people[rules_.schema.person.region][row];
            const bool is_here = region == registered;
            exposure_.residents[registered.value()] += 1.0;
            exposure_.residents_by_age[age] += 1.0;
            if (!is_here) {
                const std::size_t num_regions = exposure_.residents.size();
                exposure_.unregistered[registered.value() * num_regions + region.value()] += 1.0;
            }
            exposure_.family_by_age[age] += weight;
            if (adult) {
                exposure_.family[adult->region.value()] += weight;
            }
            if (free && is_here) {
                add_lone(row, age, kind);
            }
        });
    }

private:
    void add_lone(std::size_t row, std::size_t age, const Home& kind)
    {
        const Rows& people = shard_.people();
        const RegionId region = people[rules_.schema.person.region][row];
        const int others = kind.adults - (age >= static_cast<std::size_t>(adult_age) ? 1 : 0);
        if (others > 0 && !people[rules_.columns.partner][row].valid() &&
            people[rules_.columns.children_ever_born][row] == 0) {
            exposure_.lone[region.value()] += rules_.ages.lone[age];
            exposure_.lone_by_age[age] += rules_.ages.lone[age];
        }
    }

    const Shard& shard_;
    const ExposureRules& rules_;
    Exposure& exposure_;
};

void add_to(std::vector<double>& sums, const std::vector<double>& values)
{
    std::transform(sums.begin(), sums.end(), values.begin(), sums.begin(), std::plus<>());
}

}  // namespace

Exposure::Exposure(std::size_t num_regions)
    : residents(num_regions),
      family(num_regions),
      lone(num_regions),
      family_by_age(num_ages),
      lone_by_age(num_ages),
      residents_by_age(num_ages),
      unregistered(num_regions * num_regions)
{
}

Exposure& Exposure::operator+=(const Exposure& other)
{
    add_to(residents, other.residents);
    add_to(family, other.family);
    add_to(lone, other.lone);
    add_to(family_by_age, other.family_by_age);
    add_to(lone_by_age, other.lone_by_age);
    add_to(residents_by_age, other.residents_by_age);
    add_to(unregistered, other.unregistered);
    return *this;
}

Exposure exposure_of_shard(const Shard& shard, const ExposureRules& rules, std::size_t num_regions,
                           Month now)
{
    Exposure exposure(num_regions);
    Counter counter(shard, rules, exposure);
    for (std::size_t home = 0; home < shard.households().size(); ++home) {
        counter.add(HouseholdId(static_cast<HouseholdId::rep>(home)), now);
    }
    return exposure;
}

Exposure count_exposure(const World& world, const Columns& columns, const MoverAges& ages,
                        Month start)
{
    Exposure exposure(world.regions().size());
    for (const Shard& shard : world.shards()) {
        exposure += exposure_of_shard(shard, {world.schema(), columns, ages},
                                      world.regions().size(), start);
    }
    return exposure;
}

double lone_share(const Exposure& exposure, const Table<double, AgeId>& schedule)
{
    std::vector<double> wanted = exposure.residents_by_age;
    for (std::size_t age = 0; age < wanted.size(); ++age) {
        wanted[age] *= schedule.values()[age];
    }
    const double target = young_share(wanted);
    const double family = young_share(exposure.family_by_age);
    const double lone = young_share(exposure.lone_by_age);
    QONYS_ENSURE(lone > family);
    return std::clamp((target - family) / (lone - family), least_share, most_share);
}

}  // namespace qonys::models::kz_migration
