#include "pace.hpp"

#include <algorithm>
#include <exception>

#include "qonys/run/simulation.hpp"
#include "stopwatch.hpp"

namespace qonys::app {
namespace {

/// People of the larger sample: enough to be past what a month costs however few they are.
constexpr double trial_people = 200'000.0;
constexpr double smaller_part = 0.25;

/// What one sample took.
struct Trial {
    double people = 0.0;
    double synthesis = 0.0;  ///< seconds
    double month = 0.0;      ///< seconds
};

Trial try_out(const Plan& plan, const Threads& threads)
{
    const auto ranks = serial_communicator();
    Simulation simulation(plan, 0, *ranks, threads);
    const Stopwatch synthesis;
    simulation.populate();
    simulation.begin();
    Trial trial;
    trial.synthesis = synthesis.seconds();
    for (const Shard& shard : simulation.world().shards()) {
        trial.people += static_cast<double>(shard.people().size());
    }
    // A whole year where there is one: some processes act in one month of it.
    const Stopwatch life;
    int months = 0;
    while (months < months_in_year && !simulation.finished()) {
        simulation.advance();
        ++months;
    }
    trial.month = life.seconds() / std::max(1, months);
    return trial;
}

/// A straight line through two trials, at so many people.
double carried_on(const Trial& few, const Trial& many, double Trial::*cost, double people)
{
    const double slope = many.people > few.people
                             ? std::max(0.0, (many.*cost - few.*cost) / (many.people - few.people))
                             : 0.0;
    return std::max(0.0, many.*cost + slope * (people - many.people));
}

}  // namespace

std::optional<double> expected_seconds(const Plan& plan, const PopulationForecast& population,
                                       const Options& options, const ModelCatalogue& catalogue)
{
    try {
        const Threads threads(options.threads);
        const auto sample = [&](double part) {
            Options small = options;
            small.scale = std::max(smallest_scale, plan.scenario.scale * part);
            return try_out(load_scenario(options.files.front(), small, catalogue).plan, threads);
        };
        const double part = std::min(1.0, trial_people / population.people);
        const Trial many = sample(part);
        const Trial few = sample(part * smaller_part);
        const Scenario& scenario = plan.scenario;
        const double making = carried_on(few, many, &Trial::synthesis, population.people);
        const double month = carried_on(few, many, &Trial::month, population.people);
        const auto replicates = static_cast<double>(scenario.replicates);
        return making * (plan.population_per_replicate ? replicates : 1.0) +
               month * replicates * static_cast<double>(scenario.num_months());
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace qonys::app
