#pragma once

#include <vector>

#include "qonys/process/process.hpp"
#include "qonys/process/registry.hpp"
#include "qonys/random/threshold.hpp"
#include "qonys/scenario/reader.hpp"

namespace qonys::models::closed_population {

/// Death, and birth for the women who live on: each a monthly draw against the hazard of age and
/// sex.
class Life final : public Process {
public:
    struct Params {
        Table<double, int, Sex> death_rates;  ///< per person-year, by age and sex
        Table<double, int> birth_rates;       ///< per woman-year, by age
        Share share_of_boys;                  ///< among the newborns
        static Params read(Reader& in);
    };

    Life(Registry& registry, Params params);
    [[nodiscard]] ProcessInfo info() const override;
    void prepare(const StepContext& step, const World& world) override;
    void commit(const ShardContext& here, Shard& shard) override;

private:
    struct Newborn {
        PersonKey key;
        RegionId region;
    };
    void add_newborns(const ShardContext& here, Rows& people,
                      const std::vector<Newborn>& newborns) const;

    PersonColumns person_;
    Column<std::uint8_t> num_births_;
    Params params_;
    Table<Threshold, int, Sex> dies_;    ///< this month
    Table<Threshold, int> gives_birth_;  ///< this month
    LeverId mortality_level_;
    LeverId fertility_level_;
    Draw events_;  ///< two words: death, birth
    Draw sex_;
    TallyId deaths_;
    TallyId births_;
};

}  // namespace qonys::models::closed_population
