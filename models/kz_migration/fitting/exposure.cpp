#include "fitting/exposure.hpp"

#include <algorithm>

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
    Counter(const Shard& shard, const WorldSchema& schema, const Columns& columns,
            const MoverAges& ages, Exposure& exposure)
        : shard_(shard), schema_(schema), columns_(columns), ages_(ages), exposure_(exposure)
    {
    }

    void add(HouseholdId home, Month now)
    {
        const Home kind = home_of(shard_, schema_, home, now);
        const auto adult = Reference(shard_, schema_, columns_).of(home, now);
        const double weight = adult ? ages_.family[static_cast<std::size_t>(adult->age)] : 0.0;
        for_each_member(shard_, schema_, home, [&](std::size_t row) {
            const std::size_t age = table_age(shard_.people()[schema_.person.birth_month][row], now);
            exposure_.residents[shard_.people()[columns_.registered_region][row].value()] += 1.0;
            exposure_.residents_by_age[age] += 1.0;
            exposure_.family_by_age[age] += weight;
            if (adult) {
                exposure_.family[adult->region.value()] += weight;
            }
            add_lone(row, age, kind);
        });
    }

private:
    void add_lone(std::size_t row, std::size_t age, const Home& kind)
    {
        const Rows& people = shard_.people();
        const RegionId region = people[schema_.person.region][row];
        const int others = kind.adults - (age >= static_cast<std::size_t>(adult_age) ? 1 : 0);
        if (others > 0 && !people[columns_.partner][row].valid() &&
            people[columns_.children_ever_born][row] == 0 &&
            region == people[columns_.registered_region][row]) {
            exposure_.lone[region.value()] += ages_.lone[age];
            exposure_.lone_by_age[age] += ages_.lone[age];
        }
    }

    const Shard& shard_;
    const WorldSchema& schema_;
    const Columns& columns_;
    const MoverAges& ages_;
    Exposure& exposure_;
};

}  // namespace

Exposure count_exposure(const World& world, const Columns& columns, const MoverAges& ages,
                        Month start)
{
    const std::size_t n = world.regions().size();
    Exposure exposure{std::vector<double>(n), std::vector<double>(n), std::vector<double>(n),
                      std::vector<double>(num_ages), std::vector<double>(num_ages),
                      std::vector<double>(num_ages)};
    for (const Shard& shard : world.shards()) {
        Counter counter(shard, world.schema(), columns, ages, exposure);
        for (std::size_t home = 0; home < shard.households().size(); ++home) {
            counter.add(HouseholdId(static_cast<HouseholdId::rep>(home)), start);
        }
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
