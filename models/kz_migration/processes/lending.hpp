#pragma once

#include <optional>

#include "business/business_start.hpp"
#include "business/support_records.hpp"
#include "processes/loan_service.hpp"
#include "qonys/policy/quota_ledger.hpp"

namespace qonys::models::kz_migration {

/// Who of those who ask this month gets a loan or a grant: money of each programme and region is
/// scarce, and given by lot, newcomers first as far as policy says. README.md, part 7.
class Lending final : public Process {
public:
    struct Setup {
        LoanService::Setup service;
        std::shared_ptr<BusinessStart> start;
        SupportRecords records;
    };
    Lending(Registry& registry, const Setup& setup, double scale);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void prepare(const StepContext& step, const World& world) override;
    void propose(const ShardContext& here, const Shard& shard) override;
    void allocate(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;
    void archive(Archive& archive) override;

private:
    struct Request {
        Asker asker;
        Candidate candidate;
        NewcomerGroup group;
    };
    [[nodiscard]] bool may_have(const Shard& shard, const Asker& asker) const;
    [[nodiscard]] Request request(const ShardContext& here, const Shard& shard,
                                  const Asker& asker) const;
    void lend(const ShardContext& here, Shard& shard, const Request& won) const;
    void grant(const ShardContext& here, const Request& won) const;
    void note(Shard& shard, const ShardContext& here, const Request& asked, bool won) const;
    [[nodiscard]] std::size_t region_of(const Request& one) const;

    WorldSchema schema_;
    Setup setup_;
    std::shared_ptr<BusinessAsking> asking_;
    Draw size_;
    Draw priority_;
    Draw debt_;
    Draw grant_debt_;
    TallyId asked_;
    TallyId refused_;
    TallyId grants_;
    QuotaLedger money_;   ///< thousand KZT, by programme x region
    QuotaLedger places_;  ///< grants, by region
    std::optional<Allocation> allocation_;
    PerShard<std::vector<Request>> requests_;
    PerShard<std::vector<RegionId>> caused_;  ///< where support made somebody begin
};

}  // namespace qonys::models::kz_migration
