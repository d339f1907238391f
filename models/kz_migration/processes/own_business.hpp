#pragma once

#include <array>
#include <span>
#include <vector>

#include "columns.hpp"
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

    OwnBusiness(Registry& registry, const Columns& columns, const LabourSetup& setup, Params params,
                WorkingLives lives);
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
    void open(const StepContext& step, Rows& employers, const Founder& founder, std::size_t row) const;

    WorldSchema schema_;
    Columns columns_;
    LabourSetup setup_;
    Params params_;
    WorkingLives lives_;
    ThinnedClock clock_;
    Column<MonthStamp> due_;
    Draw start_;
    Draw sector_;
    Draw what_;      ///< what a ringing clock means
    Draw employer_;
    TallyId started_;
    TallyId ended_;
    TallyId opened_;
    std::vector<Threshold> starts_;        ///< chance of the unemployed, by region
    std::vector<AnnualRate> founding_rate_;  ///< of the self-employed who come to hire, by region
    std::vector<double> inverse_weights_;  ///< of sectors, by region
    PerShard<Proposals> proposals_;
    PerShard<ThinnedClock::Rung> clocks_;
};

}  // namespace qonys::models::kz_migration
