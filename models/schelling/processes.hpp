#pragma once

#include "agents.hpp"

namespace qonys::models::schelling {

/// Each agent in turn, in random order, looks at the grid as it is now; an unhappy one moves to a
/// random empty cell. Every rank goes through the same moves and keeps those of its own agents.
class Moves final : public Process {
public:
    Moves(Registry& registry, const Params& params, const Columns& columns);
    [[nodiscard]] ProcessInfo info() const override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    Params params_;
    Columns columns_;
    Draw order_;
    Draw target_;
    TallyId moves_;
};

/// Counts who lives next to whom at the end of the month.
class Segregation final : public Process {
public:
    Segregation(Registry& registry, const Params& params, const Columns& columns);
    [[nodiscard]] ProcessInfo info() const override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    Params params_;
    Columns columns_;
    TallyId like_neighbours_;
    TallyId neighbours_;
    TallyId unhappy_;
};

}  // namespace qonys::models::schelling
