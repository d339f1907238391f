#pragma once

#include <memory>
#include <optional>

#include "business/business_asking.hpp"
#include "business/business_start.hpp"
#include "business/person_rows.hpp"
#include "qonys/policy/quota_ledger.hpp"

namespace qonys::models::kz_migration {

/// Land leased outside tenders to resettled families in villages: a member out of work begins to
/// farm, as long as the lease runs and he stays. README.md, part 7.
class LandLease final : public Process {
public:
    struct Params {
        double months = 0.0;
        MonthlyProbability uptake;  ///< of families that may, in a month

        static Params read(Reader& in);
    };
    struct Setup {
        Columns columns;
        StatusColumns status;
        Axis region;
        std::shared_ptr<BusinessAsking> asking;
        std::shared_ptr<BusinessStart> start;
        SectorId farming;
        double scale;
    };
    LandLease(Registry& registry, Params params, const Setup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void propose(const ShardContext& here, const Shard& shard) override;
    void allocate(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;
    void archive(Archive& archive) override { places_.archive(archive); }

private:
    enum class Event : std::uint8_t { begun, left_region, gave_up, ran_out };
    struct Wish {
        std::uint32_t row;
        Candidate candidate;
    };
    void wish(const ShardContext& here, const Shard& shard, HouseholdId home);
    void follow(const ShardContext& here, Shard& shard) const;
    [[nodiscard]] std::optional<Event> end_of(const ShardContext& here, const Shard& shard,
                                              std::size_t record, std::uint32_t row) const;
    void count(Tallies& counts, Event event, RegionId region) const;

    WorldSchema schema_;
    Params params_;
    Setup setup_;
    SideTableId table_;
    Column<MonthStamp> since_;
    Column<RegionId> where_;
    std::shared_ptr<PersonRows> rows_;
    LeverId families_;
    LeverId months_;
    Draw wishes_;
    Draw debt_;
    TallyId events_;
    QuotaLedger places_;
    bool is_open_ = false;
    std::optional<Allocation> allocation_;
    PerShard<std::vector<Wish>> wished_;
    PerShard<std::vector<std::int64_t>> begun_;
};

}  // namespace qonys::models::kz_migration
