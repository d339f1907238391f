#pragma once

#include <memory>
#include <vector>

#include "abroad/conditions.hpp"
#include "abroad/records.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Citizens abroad by country, status and region of their household, and what the platform sees of
/// them. It sets what next month knows of where they come from.
class AbroadIndicators final : public Process {
public:
    AbroadIndicators(Registry& registry, const AbroadRecords& records, const AbroadTerms& terms,
                     std::shared_ptr<AbroadConditions> conditions);
    [[nodiscard]] ProcessInfo info() const override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    AbroadRecords records_;
    const AbroadTerms& terms_;
    std::shared_ptr<AbroadConditions> conditions_;
    TallyId by_status_;
    TallyId by_region_;
    TallyId registered_;
    /// Citizens abroad of a cell, region x country; most shards have few cells of all.
    struct Counted {
        std::uint32_t cell;
        std::int64_t people;
    };
    PerShard<std::vector<Counted>> counted_;  ///< region x country
};

}  // namespace qonys::models::kz_migration
