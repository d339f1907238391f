#include "qonys/run/memory.hpp"

#include <sys/resource.h>

#include <exception>

#include "qonys/record/snapshot.hpp"

namespace qonys {
namespace {

void add_columns(const std::string& entity, const Schema& schema,
                 std::vector<ColumnMemory>& columns)
{
    for (const ColumnInfo& info : schema.columns()) {
        columns.push_back({entity, info.name, std::string(element_name(info.type)),
                           info.description, info.bytes});
    }
}

PopulationForecast count_sample(const Plan& plan, double part)
{
    const auto ranks = serial_communicator();
    const Threads threads(1);
    const auto registry = plan.build_registry();
    World world(registry->schema(), plan.model->regions(), *ranks);
    FitReport fit;
    plan.model->populate({Stream(plan.population_seed, 0), plan.scenario.scale * part,
                          plan.scenario.start, *ranks, threads, fit},
                         world);
    PopulationForecast counts;
    for (const Shard& shard : world.shards()) {
        counts.people += static_cast<double>(shard.people().size());
        counts.households += static_cast<double>(shard.households().size());
    }
    return counts;
}

/// A model that makes all its people at any scale, a grid for one, gives itself away at half the
/// part.
PopulationForecast scaled_up(const Plan& plan, const PopulationForecast& sample, double part)
{
    constexpr double surely_not_half = 0.75;
    if (count_sample(plan, part / 2.0).people > surely_not_half * sample.people) {
        return sample;
    }
    return {sample.people / part, sample.households / part};
}

rusage usage()
{
    rusage result{};
    getrusage(RUSAGE_SELF, &result);
    return result;
}

double seconds(const timeval& time)
{
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

}  // namespace

MemoryBudget memory_budget(const Registry& registry)
{
    const WorldSchema& schema = registry.schema();
    MemoryBudget budget;
    add_columns("person", *schema.people, budget.columns);
    budget.bytes_per_person = schema.people->bytes_per_row();
    if (schema.with_households) {
        add_columns("household", *schema.households, budget.columns);
        budget.bytes_per_household = schema.households->bytes_per_row();
    }
    for (const ReplicatedSchema& table : schema.replicated) {
        add_columns(table.name, *table.columns, budget.columns);
    }
    for (const SideSchema& table : schema.side) {
        add_columns(table.name, *table.columns, budget.columns);
    }
    return budget;
}

std::optional<PopulationForecast> forecast_population(const Plan& plan)
{
    // Below some thousand people the sample's own noise would show; small worlds are made whole.
    constexpr double enough = 5000.0;
    try {
        for (const double part : {0.001, 0.01, 0.1}) {
            const PopulationForecast sample = count_sample(plan, part);
            if (sample.people >= enough) {
                return scaled_up(plan, sample, part);
            }
        }
        return count_sample(plan, 1.0);
    } catch (const std::exception&) {
        // A model may refuse so small a sample; what it would say belongs to the run, not to a
        // forecast.
        return std::nullopt;
    }
}

double expected_bytes(const MemoryBudget& budget, const PopulationForecast& population,
                      const Plan& plan)
{
    // Columns grow by an eighth when they are full, so that half of that is empty on average.
    constexpr double headroom = 1.0625;
    const bool keeps_copy = plan.scenario.replicates > 1 && !plan.population_per_replicate;
    const double rows = population.people * static_cast<double>(budget.bytes_per_person) +
                        population.households * static_cast<double>(budget.bytes_per_household);
    return rows * headroom * (keeps_copy ? 2.0 : 1.0);
}

double peak_memory_mib() { return static_cast<double>(usage().ru_maxrss) / 1024.0; }

double cpu_seconds()
{
    const rusage used = usage();
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace qonys
