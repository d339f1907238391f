#pragma once

#include <memory>
#include <vector>

#include "processes/external_arrivals.hpp"
#include "processes/quota_track.hpp"
#include "processes/settlement_contracts.hpp"
#include "qonys/parallel/allocate.hpp"
#include "qonys/policy/quota_ledger.hpp"

namespace qonys::models::kz_migration {

/// Kandas under the regional quota: families abroad apply, wait, and come to a receiving region
/// when it has places left; they sign for five years. README.md, part 7, section 3.
class KandasArrivals final : public Process {
public:
    struct Params {
        YearlyQuota quota;
        std::vector<double> applicants;  ///< by partner, persons a year
        int patience = 12;               ///< months that a family waits
        std::vector<double> attraction;  ///< by region, while its quota is above 0
        double scale = 1.0;              ///< part of the population that is simulated
        static Params read(Reader& in, const Axes& axes, const KandasTables& kandas, double scale);
    };
    KandasArrivals(Registry& registry, Params params, const Outlook& outlook,
                   std::shared_ptr<const Settlement> settlement,
                   std::shared_ptr<AdmittedByPartner> admitted,
                   const SettlementContracts& contracts);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void allocate(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void archive(Archive& archive) override;

private:
    struct Waiting {
        ArrivingFamily family;
        std::uint32_t size;
        MonthStamp since;
    };
    void sign(const ShardContext& here, Shard& shard, HouseholdId home,
              const ArrivingFamily& family) const;
    void choose_regions(const StepContext& step);
    [[nodiscard]] Candidate candidate(const StepContext& step, const Waiting& waiting) const;

    Params params_;
    Outlook outlook_;
    std::shared_ptr<const Settlement> settlement_;
    std::shared_ptr<AdmittedByPartner> admitted_;
    SettlementContracts contracts_;
    Column<Area> household_area_;
    LeverId lever_;
    TallyId used_;
    Draw region_draw_;
    Draw priority_;
    Draw sampling_;
    Draw debt_;
    FamilyFlow applicants_;
    QuotaLedger ledger_;
    std::vector<Waiting> waiting_;  ///< the same on every rank
    PerShard<std::vector<ArrivingFamily>> families_;
};

}  // namespace qonys::models::kz_migration
