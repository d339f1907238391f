#pragma once

#include "codes.hpp"
#include "qonys/population/fit_report.hpp"
#include "qonys/table/table.hpp"
#include "qonys/world/people.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// People of the nation at the base date, in whole numbers: exact on region x sex, region x area and
/// age group x sex.
using PeopleCounts = Table<std::int64_t, RegionId, Area, Sex, AgeId>;

/// Fits the ages of regions to their margins and rounds them; tells how well in `fit`.
[[nodiscard]] PeopleCounts count_people(const SynthesisTables& tables, const Axes& axes,
                                        FitReport& fit);

/// The part of `counts` that falls to one of `num_blocks` equal blocks. Blocks add up to the whole, and
/// each is the whole in small: a cell's people are dealt out evenly, beginning at a block of its own.
[[nodiscard]] PeopleCounts block_of(const PeopleCounts& counts, std::size_t block,
                                    std::size_t num_blocks);

}  // namespace qonys::models::kz_migration
