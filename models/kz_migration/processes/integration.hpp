#pragma once

#include <memory>
#include <vector>

#include "columns.hpp"
#include "labour/budget.hpp"
#include "processes/integration_effects.hpp"
#include "processes/settlement_contracts.hpp"
#include "qonys/process/process.hpp"
#include "synthesis/tables.hpp"

namespace qonys::models::kz_migration {

/// The integration standard for kandas: who is reached by services in the month of the status, courses
/// that are taken month by month, what they cost; and what becomes of kandas: whether they stay where
/// they got the status, and whether a contract of five years is broken. README.md, part 7.
class Integration final : public Process {
public:
    struct Params {
        Axis region;
        double hours = 0.0;         ///< offered to an adult
        double coverage = 0.0;      ///< share of new holders reached
        double personal_plan = 0.0; ///< share of those reached
        double cost_hour = 0.0;     ///< MCI by hour and person
        double cost_plan = 0.0;     ///< MCI by plan
        std::int64_t pace = 1;      ///< hours a month

        static Params read(Reader& in, const Axes& axes);
    };
    struct Shared {
        const Columns& columns;
        const StatusColumns& status;
        const KandasRecords& records;
        std::shared_ptr<const IntegrationEffects> effects;
        SettlementContracts contracts;
        std::shared_ptr<const RegisterSetup> registers;
    };
    Integration(Registry& registry, Params params, const Shared& shared);
    [[nodiscard]] ProcessInfo info() const override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    struct Levers {
        LeverId hours;
        LeverId coverage;
        LeverId personal_plan;
        LeverId cost_hour;
        LeverId cost_plan;

        static Levers declare(Registry& registry, const Params& params);
    };
    void enrol(const ShardContext& here, Shard& shard, std::size_t row, std::size_t record) const;
    [[nodiscard]] bool may_learn(const StepContext& step, const Shard& shard,
                                 std::size_t row) const;
    void begin(const ShardContext& here, Shard& shard, std::size_t row, std::size_t record) const;
    void reach_out(const ShardContext& here, Shard& shard, std::size_t row,
                   std::size_t record) const;
    void teach(const ShardContext& here, Shard& shard, std::size_t row, std::size_t record) const;
    void follow(const ShardContext& here, Shard& shard, std::size_t row, std::size_t record) const;

    WorldSchema schema_;
    Params params_;
    Columns columns_;
    StatusColumns status_;
    KandasRecords records_;
    std::shared_ptr<const IntegrationEffects> effects_;
    SettlementContracts contracts_;
    Budget budget_;
    Levers levers_;
    std::shared_ptr<const RegisterSetup> registers_;
    Draw reached_;
    Draw asked_anew_;
    Draw plan_;
    TallyId served_;
    TallyId found_;
    TallyId plans_;
    TallyId hours_;
    TallyId onward_;
    TallyId broken_;
};

}  // namespace qonys::models::kz_migration
