#pragma once

#include "qonys/run/model.hpp"
#include "synthesis/counts.hpp"
#include "synthesis/households.hpp"
#include "synthesis/tables.hpp"
#include "synthesis/traits.hpp"

namespace qonys::models::kz_migration {

/// The people of Kazakhstan on a base date: counts fitted to margins, households made block by block,
/// traits drawn. Samples are nested: a smaller scale takes the first of the same blocks, and part of the
/// last. See README, "Initialisation".
class Synthesis {
public:
    Synthesis(SynthesisTables tables, Axes axes);

    void populate(const PopulateContext& context, World& world) const;
    [[nodiscard]] const Traits& traits() const { return traits_; }

private:
    [[nodiscard]] std::vector<Block> build_blocks(const PopulateContext& context) const;

    SynthesisTables tables_;
    Axes axes_;
    FitReport fit_;
    PeopleCounts counts_;
    Traits traits_;
    HouseholdRules rules_;
};

}  // namespace qonys::models::kz_migration
