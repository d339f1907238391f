#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "qonys/parallel/communicator.hpp"
#include "qonys/parallel/threads.hpp"
#include "qonys/run/plan.hpp"

namespace qonys {

/// Runs single replicates of many plans in one process. People of one scale are made once for all,
/// unless a plan wants its own: plans must differ in measures, months and scale alone.
class ReplicateRunner {
public:
    explicit ReplicateRunner(const Threads& threads);

    [[nodiscard]] std::vector<Series> run(const Plan& plan, std::int64_t replicate);

private:
    void populate(class Simulation& simulation, const Plan& plan);

    const Threads& threads_;
    std::unique_ptr<Communicator> ranks_;
    std::unique_ptr<World> population_;
    double population_scale_ = 0.0;
};

}  // namespace qonys
