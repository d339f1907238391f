#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "qonys/run/plan.hpp"

namespace qonys {

/// What one column costs.
struct ColumnMemory {
    std::string entity;  ///< "person", "household", or the name of a replicated or side table
    std::string name;
    std::string type;  ///< "u8", ...
    std::string description;
    std::size_t bytes;  ///< a row
};

/// State that a model keeps, by column. Sums are of people and households: other tables, which have few
/// rows, are not in them.
struct MemoryBudget {
    std::vector<ColumnMemory> columns;
    std::size_t bytes_per_person = 0;
    std::size_t bytes_per_household = 0;
};
[[nodiscard]] MemoryBudget memory_budget(const Registry& registry);

/// How many there will be at the start.
struct PopulationForecast {
    double people = 0.0;
    double households = 0.0;
};
/// Makes a small nested sample of the plan's people and scales it up, so that every model can tell
/// without running. None when the model cannot make so few.
[[nodiscard]] std::optional<PopulationForecast> forecast_population(const Plan& plan);

/// Bytes of a run of all the plan's people. Replicates that share one synthesis keep a second copy.
[[nodiscard]] double expected_bytes(const MemoryBudget& budget,
                                    const PopulationForecast& population, const Plan& plan);

[[nodiscard]] double peak_memory_mib();  ///< of this process so far
[[nodiscard]] double cpu_seconds();      ///< of this process so far, over all threads

}  // namespace qonys
