#pragma once

#include "columns.hpp"
#include "processes/employer_decisions.hpp"
#include "processes/settlement_contracts.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Month by month with resettled families: rent support while they stay, taxes on what they earn, contracts
/// that have run, and households of which nobody is left. README.md, part 7.
class SettlementSupport final : public Process {
public:
    struct Setup {
        Columns columns;
        StatusColumns status;
        SettlementContracts contracts;
        LabourSetup labour;
    };
    SettlementSupport(Registry& registry, const Setup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    void visit(const ShardContext& here, Shard& shard, HouseholdId home) const;

    void book_taxes(const ShardContext& here, const Shard& shard, HouseholdId home) const;

    WorldSchema schema_;
    Setup setup_;
    const Rows* employers_ = nullptr;  ///< of this month; none where the labour market is off
};

}  // namespace qonys::models::kz_migration
