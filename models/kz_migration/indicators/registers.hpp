#pragma once

#include "qonys/process/process.hpp"
#include "registers/setup.hpp"

namespace qonys::models::kz_migration {

/// What registers hold, who is in them, and what the contour shows of the people whom registers
/// follow. Sums over views, of which everybody followed has one.
class RegisterIndicators final : public Process {
public:
    RegisterIndicators(Registry& registry, std::shared_ptr<const RegisterSetup> setup);
    [[nodiscard]] ProcessInfo info() const override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    void count(const ViewSpans& views, Tallies& counts) const;
    void count_records(AgencySet agencies, std::pair<std::int64_t, std::int64_t> people,
                       Tallies& counts) const;

    std::shared_ptr<const RegisterSetup> setup_;
    TallyId followed_;
    TallyId records_;
    TallyId persons_;
    TallyId duplicates_;
    TallyId seen_by_;
    TallyId contour_persons_;
    TallyId contour_seen_by_;
    TallyId contour_seen_;
};

}  // namespace qonys::models::kz_migration
