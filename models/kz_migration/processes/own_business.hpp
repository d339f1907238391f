#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <vector>

#include "business/business_asking.hpp"
#include "business/business_start.hpp"
#include "columns.hpp"
#include "labour/employer_opening.hpp"
#include "processes/employer_decisions.hpp"
#include "processes/thinned_clock.hpp"
#include "processes/working_lives.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Businesses of one person: the unemployed start them, they end, and some hire and become employers.
/// README, "Own business".
class OwnBusiness final : public Process {
public:
    struct Params {
        AnnualRate end;   ///< businesses of one person that end
        std::array<AnnualRate, num_employer_kinds> opening{};  ///< new employers over those there are
        Table<double, RegionId, SectorId> self_employed;       ///< at the start: what is begun
        Table<double, RegionId, SectorId> wage;                ///< KZT a month, at the start
        Table<double, SectorId, Skill> skill_share;
        double employer_wage_sd = 0.0;                         ///< log points

        static Params read(Reader& in, const LabourAxes& axes, const struct JobTables& tables);
    };

    /// Money for businesses: who asks for it, and how somebody begins with it.
    struct Money {
        std::shared_ptr<BusinessAsking> asking;
        std::shared_ptr<BusinessStart> start;
    };
    struct Shared {
        WorkingLives lives;
        Money asks;
    };
    OwnBusiness(Registry& registry, const Columns& columns, const LabourSetup& setup, Params params,
                Shared shared);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void propose(const ShardContext& here, const Shard& shard) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    struct Founder {
        std::uint64_t key;
        RegionId region;
        SectorId sector;
        Backing backing;
    };
    struct Hazards {  ///< a year
        double founds;
        double founds_by_loan;  ///< more than without the loan
        double ends;
        double asks;
        [[nodiscard]] double all() const
        {
            return std::max(0.0, founds + founds_by_loan) + ends + asks;
        }
    };
    struct StartChance {  ///< each includes the one before
        Threshold starts;
        Threshold usually;  ///< without support that others get
        Threshold aspires;
    };
    struct Proposals {
        std::vector<std::uint32_t> ending;
        std::vector<std::uint32_t> starting;
        std::vector<Founder> founders;
    };
    [[nodiscard]] std::size_t bound_of(Activity activity) const;
    void set_chances(const Rows& employers);
    void add_leaving(const Rows& people, Month now, std::span<std::int64_t> leaving) const;
    void set_starts(const StepContext& step, const World& world);
    void ring(const ShardContext& here, const Shard& shard, Proposals& mine);
    void set_start_chances();
    [[nodiscard]] Hazards hazards(std::size_t cls, std::size_t region) const;
    [[nodiscard]] std::uint8_t class_of(const Shard& shard, PersonKey person) const;
    void befall(const ShardContext& here, const Shard& shard, std::uint32_t row, Proposals& mine);

    WorldSchema schema_;
    Columns columns_;
    LabourSetup setup_;
    Params params_;
    WorkingLives lives_;
    Money asks_;
    ThinnedClock clock_;
    Column<MonthStamp> due_;
    EmployerOpening opening_;
    Draw start_;
    Draw what_;      ///< what a ringing clock means
    Draw employer_;
    TallyId displaced_;
    TallyId ended_;
    TallyId opened_;
    std::vector<StartChance> starts_;        ///< of the unemployed, by region
    std::vector<AnnualRate> founding_rate_;  ///< of the self-employed who come to hire, by region
    PerShard<Proposals> proposals_;
    PerShard<ThinnedClock::Rung> clocks_;
};

}  // namespace qonys::models::kz_migration
