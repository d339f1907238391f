#pragma once

#include <vector>

#include "processes/resettlement.hpp"

namespace qonys::models::kz_migration {

/// Resettled families that go back to the region they left, more often in the first years.
/// README.md, part 7, section 6.
class ResettlerReturn final : public Process {
public:
    struct Params {
        std::vector<double> yearly_rate;  ///< by completed years since the move; the last holds on
        static Params read(Reader& in);
    };
    ResettlerReturn(Registry& registry, const Params& params, const Axis& region,
                    const Resettlement::Setup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    WorldSchema schema_;
    StatusColumns status_;
    SettlementContracts contracts_;
    ResidenceClaims claims_;
    ProgrammeMove move_;
    TallyId returned_;
    Draw draw_;
    std::vector<Threshold> chance_;  ///< a month, by completed years since the move
};

}  // namespace qonys::models::kz_migration
