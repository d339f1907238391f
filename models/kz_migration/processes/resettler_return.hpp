#pragma once

#include <vector>

#include "processes/resettlement.hpp"

namespace qonys::models::kz_migration {

/// Resettled families that go back to the region they left, more often in the first years, and less
/// often the more they would have to pay back. README.md, part 7, section 6.
class ResettlerReturn final : public Process {
public:
    struct Params {
        std::vector<double> yearly_rate;  ///< by completed years since the move; the last holds on
        static Params read(Reader& in);
    };
    ResettlerReturn(Registry& registry, const Params& params, const Axis& region,
                    const Resettlement::Setup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    /// That a family goes back this month.
    [[nodiscard]] Threshold chance(const ShardContext& here, const Shard& shard,
                                   HouseholdId household) const;

    WorldSchema schema_;
    StatusColumns status_;
    SettlementContracts contracts_;
    ResidenceClaims claims_;
    ProgrammeMove move_;
    TallyId returned_;
    Draw draw_;
    std::vector<double> yearly_rate_;  ///< by completed years since the move
    std::vector<double> usual_;  ///< SettlementContracts::leaving at the usual refund, by months since
};

}  // namespace qonys::models::kz_migration
