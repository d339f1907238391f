#include "run/replicate_runner.hpp"

#include "qonys/run/simulation.hpp"

namespace qonys {

ReplicateRunner::ReplicateRunner(const Threads& threads)
    : threads_(threads), ranks_(serial_communicator())
{}

std::vector<Series> ReplicateRunner::run(const Plan& plan, std::int64_t replicate)
{
    Simulation simulation(plan, static_cast<std::uint32_t>(replicate), *ranks_, threads_);
    populate(simulation, plan);
    simulation.begin();
    while (!simulation.finished()) {
        simulation.advance(plan.scenario.num_months());
    }
    return simulation.recorder().series();
}

void ReplicateRunner::populate(Simulation& simulation, const Plan& plan)
{
    if (plan.population_per_replicate) {
        simulation.populate();
        return;
    }
    if (population_ == nullptr || population_scale_ != plan.scenario.scale) {
        population_.reset();
        simulation.populate();
        population_ = std::make_unique<World>(simulation.world());
        population_scale_ = plan.scenario.scale;
        return;
    }
    simulation.populate_like(*population_);
}

}  // namespace qonys
