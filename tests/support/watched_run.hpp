#pragma once

#include <memory>

#include "qonys/run/simulation.hpp"

namespace qonys::testing {

/// A run of one rank whose world can be looked at.
class Watched {
public:
    explicit Watched(const Plan& plan)
        : ranks_(serial_communicator()),
          threads_(2),
          simulation_(plan, 0, *ranks_, threads_, Schedule::Checks::every_stage)
    {
    }
    Simulation& operator*() { return simulation_; }
    Simulation* operator->() { return &simulation_; }
    void advance_until(Month last)
    {
        while (simulation_.next_month() <= last) {
            simulation_.advance();
        }
    }

private:
    std::unique_ptr<Communicator> ranks_;
    Threads threads_;
    Simulation simulation_;
};

/// Everybody present: visit(shard, row).
template <class Visit>
void for_everybody(const World& world, Visit visit)
{
    for (const Shard& shard : world.shards()) {
        const auto gone = shard.people()[world.schema().person.gone];
        for (std::size_t row = 0; row < gone.size(); ++row) {
            if (gone[row] == Gone::no) {
                visit(shard, row);
            }
        }
    }
}

}  // namespace qonys::testing
