#pragma once

#include <array>
#include <span>
#include <vector>

#include "abroad/cohorts.hpp"
#include "columns.hpp"
#include "outlook.hpp"
#include "processes/kandas_return.hpp"
#include "processes/settlement_contracts.hpp"
#include "qonys/process/event_clock.hpp"
#include "qonys/process/process.hpp"
#include "qonys/process/residence.hpp"
#include "qonys/random/choice.hpp"

namespace qonys::models::kz_migration {

/// Registered departures abroad: whole households, adults alone, and adults together where there
/// are no minors. Everybody's rate by age and region is that of the tables; how departures cluster
/// in households is made so that it does not change it. README.md, part 7, section 1.
class ExternalDepartures final : public Process {
public:
    struct Params {
        Table<double, RegionId, AgeGroupId> alone;  ///< 1/year, of an adult, without his household
        std::vector<double> together;               ///< 1/year, of a household, by region
        std::vector<std::array<double, 2>> kin_factor;  ///< by region and kin group; mean 1
        Table<double, PartnerId, YearIndex> total;      ///< persons a year, to the last known
        int rate_year = 0;                              ///< year of which the rates are
        static Params read(Reader& in, const Axes& axes, const Outlook& outlook, int base_year);
    };
    struct Setup {
        Columns columns;
        ResidenceClaims claims;
        DepartureBooks books;
        ExpectedReturns returns;  ///< part of the total that another process makes
        ExpectedSettlers settlers;  ///< the same, of citizens who work abroad
        SettlementContracts contracts;
    };
    ExternalDepartures(Registry& registry, Params params, const Outlook& outlook,
                       const Setup& setup, const Axes& axes);
    [[nodiscard]] ProcessInfo info() const override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    struct Leavers {
        std::vector<PersonId> people;
        bool whole = false;  ///< nobody stays
        /// Who leaves alone when the number falls from `from` on, within `chance`.
        struct Alone {
            PersonId person;
            double from;
            double chance;
        };
        double together = 0.0;  ///< chance that all leave
        std::vector<Alone> alone;
    };
    /// What the chances of a household were, whose number lay between 0 and `out_of`.
    struct Number {
        HouseholdId household;
        double u;
        double out_of;
    };
    void tell(const ShardContext& here, const Shard& shard, const Leavers& leavers,
              const Number& number) const;
    [[nodiscard]] Leavers leavers(const Shard& shard, HouseholdId household, Month now, double u,
                                  double level) const;
    void leave(const ShardContext& here, Shard& shard, HouseholdId household,
               const Leavers& leavers) const;
    /// A contract that would have to be paid back keeps a whole household here this time.
    [[nodiscard]] bool is_kept(const ShardContext& here, const Shard& shard,
                               HouseholdId household) const;
    void decide(const ShardContext& here, Shard& shard, std::span<const std::uint32_t> homes) const;
    void draw_excess(const ShardContext& here, Shard& shard) const;
    void wind(const ShardContext& here, Shard& shard, std::span<const std::uint32_t> homes,
              Month as_of) const;
    [[nodiscard]] double largest_rate() const;

    WorldSchema schema_;
    Params params_;
    Outlook outlook_;
    Setup setup_;
    std::size_t num_partners_;
    Column<MonthStamp> due_;
    Draw candidate_;
    Draw excess_;
    Draw partner_draw_;
    Draw contract_;
    double bound_;  ///< monthly probability at which the clocks of households ring
    HazardBound clock_;
    double level_ = 0.0;  ///< of this month, relative to the rates
    std::vector<Choice> partner_;
};

}  // namespace qonys::models::kz_migration
