#pragma once

#include <cstdint>
#include <vector>

#include "codes.hpp"
#include "qonys/core/month.hpp"
#include "qonys/parallel/threads.hpp"
#include "qonys/random/stream.hpp"
#include "qonys/random/threshold.hpp"
#include "qonys/world/lineage.hpp"
#include "qonys/world/people.hpp"

namespace qonys::models::kz_migration {

/// Somebody who looks for a partner this month, as all ranks get to know him.
struct Seeker {
    std::uint64_t key;
    std::uint64_t household;
    std::uint64_t position;   ///< on the ring
    std::uint32_t row;
    ShardId shard;
    RegionId region;          ///< actual
    KinGroup kin;
    Sex sex;
    std::uint8_t womans_age;  ///< her age; the age he looks for
    bool only_adult;          ///< of the household
};

/// Two who become a couple, and where they live.
struct Couple {
    Seeker woman;
    Seeker man;
    HouseholdKey home;

    [[nodiscard]] bool moves(const Seeker& seeker) const
    {
        return HouseholdKey(seeker.household) != home;
    }
};

/// Who finds whom: women and men of one actual region, kin group and five-year band of her age are paired
/// on a ring; who is left over tries again in wider bands. Women set the pace: men are plenty.
[[nodiscard]] std::vector<Couple> make_couples(const Threads& threads,
                                               const std::vector<Seeker>& seekers,
                                               std::size_t num_regions);

/// Where a couple lives: with her if she is the only adult at home, else with him if he is, else with his
/// family (a part of the couples), else in a household that they found.
[[nodiscard]] HouseholdKey home_of_couple(const Seeker& woman, const Seeker& man, Month now,
                                          bool with_his_family);

}  // namespace qonys::models::kz_migration
