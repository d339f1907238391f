#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "codes.hpp"
#include "qonys/random/choice.hpp"
#include "qonys/random/distribution/categorical.hpp"
#include "qonys/random/stream.hpp"
#include "qonys/world/people.hpp"
#include "synthesis/counts.hpp"

namespace qonys::models::kz_migration {

/// A person before he is put into a world.
struct NewPerson {
    std::uint8_t age;
    Sex sex;
    bool with_partner;        ///< the first two members of such a household are the couple
    std::uint8_t num_children;  ///< own children under 18 in the household (women)
};

struct NewHousehold {
    std::uint32_t first;      ///< among the people of its block
    std::uint8_t size;
    RegionId region;
    Area area;
};

/// One block of the population, household by household.
struct Block {
    std::vector<NewPerson> people;
    std::vector<NewHousehold> households;
};

/// Rules by which counted people become households; see README, "Initialisation".
struct HouseholdRules {
    explicit HouseholdRules(const SynthesisTables& tables);

    std::array<double, num_ages> partnered;     ///< share of women with a partner
    std::array<double, num_ages> alone_weight;  ///< relative inclination to live alone
    double gap_mean;
    double gap_sd;
    double mean_size;
    Categorical mother_age;                     ///< alternative 0 = age 15
};

/// Makes households of everybody in a block: couples first, then children to mothers, then those
/// without partner or child, who live alone or join relatives in the proportion that gives the mean
/// household size. Uses each person counted exactly once.
[[nodiscard]] Block build_block(const PeopleCounts& people, const HouseholdRules& rules,
                                const Stream& random, std::size_t block);

}  // namespace qonys::models::kz_migration
