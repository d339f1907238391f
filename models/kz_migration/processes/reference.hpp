#pragma once

#include <optional>

#include "columns.hpp"
#include "processes/home.hpp"
#include "processes/thinned_clock.hpp"

namespace qonys::models::kz_migration {

/// Who decides for a household that it moves: its first adult in key order, for his age stands for
/// the family's; who works abroad leaves it to those at home. Whoever is registered elsewhere than
/// he lives does not move on before he has registered.
class Reference {
public:
    struct Adult {
        std::size_t row;
        int age;
        RegionId region;
        KinGroup kin;
    };

    Reference(const Shard& shard, const WorldSchema& schema, const Columns& columns)
        : shard_(shard), schema_(schema), columns_(columns)
    {
    }

    /// Nothing for a household that is empty, without adults, or not registered.
    [[nodiscard]] std::optional<Adult> of(HouseholdId household, Month now) const
    {
        const auto next = shard_.people()[schema_.person.next_member];
        const auto birth_month = shard_.people()[schema_.person.birth_month];
        for (PersonId member =
                 shard_.households()[schema_.household.first_member][household.value()];
             member.valid(); member = next[member.value()]) {
            const std::size_t row = member.value();
            const std::size_t age = table_age(birth_month[row], now);
            if (age >= static_cast<std::size_t>(adult_age) &&
                shard_.people()[columns_.stay][row] == at_home) {
                const RegionId region = shard_.people()[schema_.person.region][row];
                return region == shard_.people()[columns_.registered_region][row]
                           ? std::optional(Adult{row, static_cast<int>(age), region,
                                                 shard_.people()[columns_.kin][row]})
                           : std::nullopt;
            }
        }
        return std::nullopt;
    }

private:
    const Shard& shard_;
    const WorldSchema& schema_;
    const Columns& columns_;
};

}  // namespace qonys::models::kz_migration
