#pragma once

#include <vector>

#include "columns.hpp"
#include "processes/mobility.hpp"
#include "qonys/process/residence.hpp"
#include "qonys/run/fitting.hpp"
#include "qonys/world/world.hpp"

namespace qonys::models::kz_migration {

/// Who could move, in the people of a base date: the link from moves per head to rates of households.
struct Exposure {
    std::vector<double> residents;  ///< registered, by region
    std::vector<double> family;     ///< members x weight of the reference adult's age, by region
    std::vector<double> lone;       ///< weight of those who may leave alone
    std::vector<double> family_by_age;  ///< the nation: those whom a family takes along
    std::vector<double> lone_by_age;
    std::vector<double> residents_by_age;
    std::vector<double> unregistered;  ///< registered x actual region, where these differ

    explicit Exposure(std::size_t num_regions = 0);
    Exposure& operator+=(const Exposure& other);
};

/// Who counts. With claims, only households whose residence has not changed this month.
struct ExposureRules {
    const WorldSchema& schema;
    const Columns& columns;
    const MoverAges& ages;
    const ResidenceClaims* claims = nullptr;
};
[[nodiscard]] Exposure exposure_of_shard(const Shard& shard, const ExposureRules& rules,
                                         std::size_t num_regions, Month now);

/// Counts people in the order of shards: the same for any number of threads.
[[nodiscard]] Exposure count_exposure(const World& world, const Columns& columns,
                                      const MoverAges& ages, Month start);

/// Share of lone movers at which movers aged 14 to 34 have the share that the schedule of ages gives.
[[nodiscard]] double lone_share(const Exposure& exposure, const Table<double, AgeId>& schedule);

}  // namespace qonys::models::kz_migration
