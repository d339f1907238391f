#include "indicators/population.hpp"

#include <array>
#include <cstring>

namespace qonys::models::kz_migration {
namespace {

constexpr std::size_t most_regions = 256;

/// Rows looked at together: as many as a word has bytes.
constexpr std::size_t rows_at_once = sizeof(std::uint64_t);

/// Counts by region. Neighbours live in one region mostly: four counters in turn, so that one addition
/// need not wait for the last.
class ByRegion {
public:
    void add(std::size_t row, RegionId region, std::uint32_t people = 1)
    {
        counters_[row % num_counters][region.value()] += people;
    }
    void add_to(Tallies& counts, TallyId tally, std::size_t num_regions) const
    {
        for (std::size_t region = 0; region < num_regions; ++region) {
            for (const auto& counter : counters_) {
                counts.add(tally, region, counter[region]);
            }
        }
    }

private:
    static constexpr std::size_t num_counters = 4;
    std::array<std::array<std::uint32_t, most_regions>, num_counters> counters_{};
};

template <class T>
std::uint64_t word_at(std::span<const T> column, std::size_t row)
{
    static_assert(sizeof(T) == 1);
    std::uint64_t word = 0;
    std::memcpy(&word, column.data() + row, sizeof(word));
    return word;
}

}  // namespace

PopulationIndicators::PopulationIndicators(Registry& registry, const Columns& columns,
                                           const Axes& axes)
    : schema_(registry.schema()),
      columns_(columns),
      num_regions_(axes.region.size()),
      registered_(registry.add_tally({.name = "population",
                                      .description = "registered population at the end of the month",
                                      .unit = "persons",
                                      .measurement = Measurement::stock,
                                      .axes = {axes.region}})),
      present_(registry.add_tally(
          {.name = "population_present",
           .description = "people by actual region, without citizens who stay abroad",
           .unit = "persons",
           .measurement = Measurement::stock,
           .axes = {axes.region}})),
      by_age_(registry.add_tally(
          {.name = "population_by_age",
           .description = "registered population at the end of the year by age and sex",
           .unit = "persons",
           .measurement = Measurement::stock,
           .cadence = Cadence::yearly,
           .axes = {axes.region, axes.age_group, axes.sex}}))
{
}

ProcessInfo PopulationIndicators::info() const
{
    return {.name = "population_indicators",
            .description = "counts people by region, age and sex",
            .stage = Stage::record,
            .reads = {"gone", "region", "registered_region", "stay", "birth_month", "sex"}};
}

void PopulationIndicators::commit(const ShardContext& here, Shard& shard)
{
    const Rows& people = shard.people();
    const auto gone = people[schema_.person.gone];
    const auto region = people[schema_.person.region];
    const auto registered = people[columns_.registered_region];
    const auto stay = people[columns_.stay];
    // This loop sees everybody, every month. Nearly all are alive, at home and registered where they
    // live: such people are counted once for both numbers.
    static_assert(static_cast<int>(Gone::no) == 0 && at_home == 0);
    ByRegion num_settled;
    ByRegion num_registered;
    ByRegion num_present;
    const auto count_one_by_one = [&](std::size_t first, std::size_t last) {
        for (std::size_t row = first; row < last; ++row) {
            const std::uint32_t is_here = gone[row] == Gone::no ? 1 : 0;
            num_registered.add(row, registered[row], is_here);
            num_present.add(row, region[row], stay[row] == at_home ? is_here : 0);
        }
    };
    std::size_t row = 0;
    for (; row + rows_at_once <= gone.size(); row += rows_at_once) {
        if ((word_at(gone, row) | word_at(stay, row) |
             (word_at(region, row) ^ word_at(registered, row))) != 0) {
            count_one_by_one(row, row + rows_at_once);
            continue;
        }
        for (std::size_t i = 0; i < rows_at_once; ++i) {
            num_settled.add(i, region[row + i]);
        }
    }
    count_one_by_one(row, gone.size());
    for (const TallyId tally : {registered_, present_}) {
        num_settled.add_to(here.counts, tally, num_regions_);
    }
    num_registered.add_to(here.counts, registered_, num_regions_);
    num_present.add_to(here.counts, present_, num_regions_);
    if (here.step.now.month_of_year() == 12) {
        count_ages(here, shard);
    }
}

void PopulationIndicators::count_ages(const ShardContext& here, const Shard& shard) const
{
    const Rows& people = shard.people();
    const auto gone = people[schema_.person.gone];
    const auto birth_month = people[schema_.person.birth_month];
    const auto registered = people[columns_.registered_region];
    const auto sex = people[schema_.person.sex];
    std::vector<std::int64_t> counted(num_regions_ * num_age_groups * num_sexes, 0);
    for (std::size_t row = 0; row < people.size(); ++row) {
        const int age = age_in_years(birth_month[row], here.step.now);
        const std::size_t group = group_of(static_cast<std::size_t>(age)).value();
        counted[(registered[row].value() * num_age_groups + group) * num_sexes +
                static_cast<std::size_t>(sex[row])] += gone[row] == Gone::no ? 1 : 0;
    }
    here.counts.add_cells(by_age_, counted);
}

}  // namespace qonys::models::kz_migration
