#include "processes/marriage_market.hpp"

#include <algorithm>
#include <array>

#include "qonys/core/grouped.hpp"
#include "qonys/parallel/ring_pairing.hpp"

namespace qonys::models::kz_migration {
namespace {

/// Years of age that count as one, round by round.
constexpr std::array<std::uint32_t, 3> band_years{5, 15, 60};
constexpr std::uint32_t num_kin_groups = 2;
constexpr std::uint32_t most_bands = 64;

/// Partners are found in the same region and kin group.
std::uint32_t market_of(const Seeker& seeker)
{
    return seeker.region.value() * num_kin_groups + static_cast<std::uint32_t>(seeker.kin);
}

std::uint32_t segment_of(const Seeker& seeker, std::uint32_t years)
{
    return market_of(seeker) * most_bands + seeker.womans_age / years;
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

/// Of seekers among whom alone partners are found.
std::vector<Couple> couples_among(std::span<const Seeker> seekers)
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

}  // namespace

std::vector<Couple> make_couples(const Threads& threads, const std::vector<Seeker>& seekers,
                                 std::size_t num_regions)
{
    const Grouped<Seeker> markets(std::span(&seekers, 1), num_regions * num_kin_groups,
                                  [](const Seeker& one) { return market_of(one); });
    std::vector<std::vector<Couple>> of_market(markets.num_groups());
    threads.for_each(of_market.size(), [&](std::size_t market, std::size_t /*worker*/) {
        of_market[market] = couples_among(markets[market]);
    });
    std::vector<Couple> couples;
    for (const std::vector<Couple>& some : of_market) {
        couples.insert(couples.end(), some.begin(), some.end());
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
