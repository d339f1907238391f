#pragma once

#include <memory>

#include "columns.hpp"
#include "processes/integration_effects.hpp"
#include "qonys/process/process.hpp"
#include "qonys/process/registry.hpp"
#include "synthesis/traits.hpp"

namespace qonys::models::kz_migration {

/// Who studies, is in the labour force, or neither: where a person's lasting place falls among
/// people of his age, sex and registered region. It is the place he had at synthesis, so that
/// nobody changes without a reason: a birthday or a change of registration. When each shard is
/// asked, and as of what age: asking.hpp. Whoever enters the labour force looks for work; who has
/// work or looks for it is the labour market's business, or, where there is none, the place's too.
/// The law moves the age of retirement, and with it those who go on working.
class MainActivity final : public Process {
public:
    struct Params {
        std::uint64_t population_seed = 1;     ///< as of synthesis
        bool population_per_replicate = false;
        Axis sexes;

        static Params read(Reader& in, const Axes& axes);
    };

    /// `traits` outlives the process.
    /// `integration`: what courses add; may be none.
    MainActivity(Registry& registry, const Columns& columns, const Traits& traits, Params params,
                 std::shared_ptr<const IntegrationEffects> integration);
    [[nodiscard]] ProcessInfo info() const override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    [[nodiscard]] bool is_past_return(std::size_t age, Sex sex) const;
    [[nodiscard]] bool is_drawn_in(const Shard& shard, std::size_t row, Month now,
                                   std::uint64_t word) const;

    WorldSchema schema_;
    Columns columns_;
    const Traits& traits_;
    Params params_;
    std::shared_ptr<const IntegrationEffects> integration_;
    LeverId retirement_;
    bool has_employers_ = true;                 ///< this run: else nobody is hired
    Traits::RetirementAges retirement_ages_{};  ///< in force this month
    Traits::WorkShares work_;                   ///< at them
};

}  // namespace qonys::models::kz_migration
