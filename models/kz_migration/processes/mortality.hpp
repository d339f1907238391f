#pragma once

#include <span>
#include <vector>

#include "columns.hpp"
#include "outlook.hpp"
#include "processes/orphans.hpp"
#include "processes/thinned_clock.hpp"
#include "qonys/process/process.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// Deaths by age, sex and registered region. Equations: README, "Mortality".
class Mortality final : public Process {
public:
    struct Params {
        Axis age_group;
        Axis sexes;
        Axis years;                                          ///< of `rate`
        Axis factor_years;                                   ///< of `region_factor`
        Table<double, YearIndex, AgeId, Sex> rate;           ///< deaths per person-year, nation
        Table<double, RegionId, YearIndex> region_factor;    ///< region over nation
        Outlook outlook;

        static Params read(Reader& in, const Axes& axes, const Outlook& outlook);
        /// Yearly rate of the nation at an age, first-year deaths put into the months that see them.
        [[nodiscard]] double national(std::size_t year, std::size_t age, Sex sex) const;
        /// Rate in force in a simulated year.
        [[nodiscard]] AnnualRate at(int year, RegionId region, std::size_t age, Sex sex,
                                    double trend) const;
    };

    Mortality(Registry& registry, const Columns& columns, Params params, TallyId deaths);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    [[nodiscard]] static AnnualRate bound(const Params& params, std::size_t sex, int age);
    void die(const ShardContext& here, Shard& shard, std::size_t row) const;

    WorldSchema schema_;
    Columns columns_;
    Params params_;
    ThinnedClock clock_;
    OrphanCare orphans_;
    TallyId deaths_;
    TallyId by_age_;
};

}  // namespace qonys::models::kz_migration
