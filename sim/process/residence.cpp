#include "qonys/process/residence.hpp"

namespace qonys {

ResidenceClaims::ResidenceClaims(Registry& registry)
    : changed_(registry.add_household_column<MonthStamp>(
          "residence_changed", "month of the last change of residence", INT16_MIN)),
      lost_(registry.add_tally(
          {.name = "residence_claims_lost",
           .description = "changes of residence given up because another came first in the month",
           .unit = "households",
           .axes = {Axis("change", {"death", "expulsion", "emigration", "union", "programme",
                                    "ordinary_move"})}}))
{
    // Every change of residence is told by the process that makes it.
    registry.schema().households->tell("residence_changed", CellText::hidden());
}

bool ResidenceClaims::is_free(const Shard& shard, HouseholdId household, Month now) const
{
    return shard.households()[changed_][household.value()] != stamp(now);
}

bool ResidenceClaims::claim(ResidenceChange change, Shard& shard, HouseholdId household, Month now,
                            Tallies& counts) const
{
    if (!is_free(shard, household, now)) {
        counts.add(lost_, static_cast<std::size_t>(change));
        return false;
    }
    shard.households()[changed_][household.value()] = stamp(now);
    return true;
}

}  // namespace qonys
