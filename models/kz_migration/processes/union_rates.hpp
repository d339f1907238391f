#pragma once

#include <array>

#include "codes.hpp"
#include "qonys/core/quantity.hpp"
#include "qonys/table/table.hpp"

namespace qonys::models::kz_migration {

/// How often unions begin and end, by age of the woman.
struct UnionRates {
    std::array<AnnualRate, num_ages> formation;    ///< per year of a woman without a partner
    std::array<AnnualRate, num_ages> dissolution;  ///< per year of a couple, deaths apart
};

/// What unions lean on.
struct UnionFacts {
    Table<double, AgeGroupId> partnered;            ///< share of women with a partner
    AnnualRate divorce;                             ///< at `divorce_until[0]` and below
    std::array<int, 2> divorce_ages;                ///< falls in a straight line to 0 between these
    int first_age;                                  ///< no union before
    int last_age;                                   ///< none begins after
    std::array<double, num_ages> husband_mortality; ///< deaths a year of the man, by age of the woman
};

/// Hazards of formation under which the share with a partner stays as it is from one age to the next:
///
/// f(a) = (S(a + 1) - S(a) + (divorce + widowhood) S) / (1 - S)
///
/// with S a line through points in the middle of the age groups that meets their means.
[[nodiscard]] UnionRates derive_union_rates(const UnionFacts& facts);

}  // namespace qonys::models::kz_migration
