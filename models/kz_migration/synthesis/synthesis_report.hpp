#pragma once

#include "synthesis/synthesis.hpp"

namespace qonys::models::kz_migration {

/// Households by size, mean size and married people, of the blocks that were built.
void add_household_lines(const std::vector<Block>& blocks, const SynthesisTables& tables,
                         FitReport& fit);

/// Employed, unemployed, kin and residents in fact by region, of the people made. Collective.
void add_people_lines(const PopulateContext& context, const World& world,
                      const SynthesisTables& tables, const Axes& axes);

}  // namespace qonys::models::kz_migration
