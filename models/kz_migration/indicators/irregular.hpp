#pragma once

#include "columns.hpp"
#include "processes/foreign_setup.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Irregular people and bans at the end of a month.
class IrregularIndicators final : public Process {
public:
    IrregularIndicators(Registry& registry, const ForeignSetup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    ForeignSetup setup_;
    TallyId people_;
    TallyId work_;
    TallyId origins_;
    TallyId months_;
    TallyId bans_;
};

/// People who live here and work for an employer without a contract, each December.
class InformalIndicators final : public Process {
public:
    InformalIndicators(Registry& registry, const Columns& columns, const LabourSetup& labour);
    [[nodiscard]] ProcessInfo info() const override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    WorldSchema schema_;
    Columns columns_;
    JobColumns jobs_;
    TallyId informal_;
};

}  // namespace qonys::models::kz_migration
