#pragma once

#include <vector>

#include "columns.hpp"
#include "processes/departures_from_home.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/process/process.hpp"
#include "qonys/process/residence.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Young adults without a partner leave to live alone in the same region. README, "Leaving home".
class HomeLeaving final : public Process {
public:
    struct Params {
        Table<double, AgeGroupId> alone_weight;  ///< relative inclination, largest 1
        AnnualRate level;                        ///< at an inclination of 1
        int first_age = 0;
        int last_age = 0;

        static Params read(Reader& in, const Axes& axes);
        [[nodiscard]] AnnualRate at(int age) const;
    };

    HomeLeaving(Registry& registry, const Columns& columns, const ResidenceClaims& claims,
                const Axes& axes, Params params);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void propose(const ShardContext& here, const Shard& shard) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    /// Whether nobody who stays behind would lack an adult.
    [[nodiscard]] bool may_leave(const Shard& shard, std::size_t row, Month now) const;

    WorldSchema schema_;
    Columns columns_;
    ResidenceClaims claims_;
    Params params_;
    ThinnedClock clock_;
    TallyId left_;
    PerShard<std::vector<Leaver>> leavers_;
    PerShard<ThinnedClock::Rung> clocks_;
};

}  // namespace qonys::models::kz_migration
