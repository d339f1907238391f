#include "processes/marriage_market.hpp"

#include <algorithm>
#include <array>

#include "qonys/parallel/ring_pairing.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Years of age that count as one, round by round.
constexpr std::array<std::uint32_t, 3> band_years{5, 15, 60};
constexpr std::uint32_t num_kin_groups = 2;
constexpr std::uint32_t most_bands = 64;

std::uint32_t segment_of(const Seeker& seeker, std::uint32_t years)
{
    return (seeker.region.value() * num_kin_groups + static_cast<std::uint32_t>(seeker.kin)) *
               most_bands +
           seeker.womans_age / years;
}

/// Seekers of one sex who are still free, as points of the ring.
struct Side {
    std::vector<RingPoint> points;
    std::vector<std::size_t> seekers;  ///< indices, point by point

    Side(std::span<const Seeker> all, Sex sex, const std::vector<bool>& taken, std::uint32_t years)
    {
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (all[i].sex == sex && !taken[i]) {
                points.push_back({segment_of(all[i], years), all[i].position, all[i].key});
                seekers.push_back(i);
            }
        }
    }
};

}  // namespace

std::vector<Couple> make_couples(std::span<const Seeker> seekers)
{
    std::vector<Couple> couples;
    std::vector<bool> taken(seekers.size(), false);
    for (const std::uint32_t years : band_years) {
        const Side women(seekers, Sex::female, taken, years);
        if (women.points.empty()) {
            break;
        }
        const Side men(seekers, Sex::male, taken, years);
        for (const RingPair& pair : pair_on_ring(women.points, men.points)) {
            const std::size_t woman = women.seekers[pair.seeker];
            const std::size_t man = men.seekers[pair.post];
            taken[woman] = true;
            taken[man] = true;
            couples.push_back({seekers[woman], seekers[man], HouseholdKey{}});
        }
    }
    return couples;
}

HouseholdKey home_of_couple(const Seeker& woman, const Seeker& man, Month now, bool with_his_family)
{
    if (woman.only_adult) {
        return HouseholdKey(woman.household);
    }
    if (man.only_adult || with_his_family) {
        return HouseholdKey(man.household);
    }
    return lineage::founded(PersonKey(woman.key), now);
}

}  // namespace qonys::models::kz_migration
