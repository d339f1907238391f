#pragma once

#include <vector>

#include "columns.hpp"
#include "processes/employer_decisions.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// People by their place on the labour market, posts and pay. Employees and posts are counted from the
/// employers, others from the people; both are told to the market for the month to come.
class LabourIndicators final : public Process {
public:
    LabourIndicators(Registry& registry, const Columns& columns, const LabourSetup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    struct Sums;
    void add_employer(const Rows& employers, std::size_t row, Sums& sums) const;
    [[nodiscard]] Sums sum_employers(const Threads& threads, const Rows& employers) const;
    void follow_composition(const Sums& all);
    void follow_earnings(const std::vector<std::int64_t>& pay);

    WorldSchema schema_;
    Columns columns_;
    LabourSetup setup_;
    TallyId unemployed_;
    TallyId self_employed_;
    TallyId employees_;
    TallyId vacancies_;
    TallyId pay_;
    PerShard<std::vector<std::int64_t>> counted_;  ///< unemployed, then self-employed, by region
};

}  // namespace qonys::models::kz_migration
