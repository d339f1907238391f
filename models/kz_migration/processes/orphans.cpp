#include "processes/orphans.hpp"

#include <vector>

#include "processes/home.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/core/name.hpp"
#include "qonys/world/households.hpp"

namespace qonys::models::kz_migration {

OrphanCare::OrphanCare(Registry& registry, const Columns& columns)
    : schema_(registry.schema()),
      columns_(columns),
      choice_(registry.add_draw("mortality", "orphans_home")),
      orphans_(registry.add_tally(
          {.name = "households_orphaned",
           .description = "households in which a death left children without an adult",
           .unit = "households"}))
{
}

void OrphanCare::look_after(const ShardContext& here, Shard& shard,
                            std::span<const HouseholdId> bereaved) const
{
    for (const HouseholdId household : bereaved) {
        const Home home = home_of(shard, schema_, household, here.step.now);
        if (home.adults > 0 || home.young_minors == 0) {
            continue;
        }
        here.counts.add(orphans_, 0);
        if (const auto chosen = new_home(here, shard, household)) {
            take_in(shard, household, *chosen);
        }
    }
}

std::optional<HouseholdId> OrphanCare::new_home(const ShardContext& here, const Shard& shard,
                                                HouseholdId orphaned) const
{
    const Rows& households = shard.households();
    const auto region = households[schema_.household.region];
    const auto key = households[schema_.household.key];
    const auto size = households[schema_.household.size];
    const AddressedDraw draw = here.step.random(choice_);
    const std::uint64_t chooser = mix64(key[orphaned.value()].value());
    std::optional<HouseholdId> best;
    std::uint64_t best_word = 0;
    for (std::size_t row = 0; row < households.size(); ++row) {
        // Whoever has children or a partner has room: at least two members, one of them adult.
        if (region[row] != region[orphaned.value()] || size[row] < 2 || row == orphaned.value()) {
            continue;
        }
        const HouseholdId candidate(static_cast<HouseholdId::rep>(row));
        const std::uint64_t word =
            draw.word(chooser ^ key[row].value(), draw_index(here.step.now));
        if ((!best || word < best_word) &&
            home_of(shard, schema_, candidate, here.step.now).adults > 0) {
            best = candidate;
            best_word = word;
        }
    }
    return best;
}

void OrphanCare::take_in(Shard& shard, HouseholdId orphaned, HouseholdId home) const
{
    std::vector<std::size_t> children;
    for_each_member(shard, schema_, orphaned, [&](std::size_t row) { children.push_back(row); });
    HouseholdLinks links(shard, schema_);
    for (const std::size_t child : children) {
        const PersonId person(static_cast<PersonId::rep>(child));
        links.leave(person);
        links.join(person, home);
        shard.people()[columns_.area][child] =
            shard.households()[columns_.household_area][home.value()];
    }
}

}  // namespace qonys::models::kz_migration
