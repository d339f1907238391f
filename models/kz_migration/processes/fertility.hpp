#pragma once

#include <vector>

#include "columns.hpp"
#include "outlook.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/process/process.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Births by age of the mother and her registered region. Equations: README, "Fertility".
class Fertility final : public Process {
public:
    struct Params {
        Axis age_group;
        Axis years;                                         ///< of `rate`
        Axis factor_years;                                  ///< of `region_factor`
        Table<double, YearIndex, AgeGroupId> rate;          ///< births per woman-year, 10-14 .. 50-54
        Table<double, RegionId, YearIndex> region_factor;   ///< region over nation
        Share boys;                                         ///< of births
        Outlook outlook;

        static Params read(Reader& in, const Axes& axes, const Outlook& outlook);
        [[nodiscard]] double national(std::size_t year, std::size_t age) const;
        [[nodiscard]] AnnualRate at(int year, RegionId region, std::size_t age, double trend) const;
    };

    Fertility(Registry& registry, const Columns& columns, Params params, TallyId births);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    [[nodiscard]] static AnnualRate bound(const Params& params, std::size_t sex, int age);
    void add_children(const ShardContext& here, Shard& shard,
                      const std::vector<std::uint32_t>& mothers) const;

    WorldSchema schema_;
    Columns columns_;
    Params params_;
    ThinnedClock clock_;
    Draw sex_;
    Threshold boy_;
    TallyId births_;
    TallyId by_age_;
};

}  // namespace qonys::models::kz_migration
