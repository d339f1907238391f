#pragma once

#include <optional>
#include <vector>

#include "labour/post_search.hpp"
#include "processes/foreign_setup.hpp"
#include "qonys/process/process.hpp"
#include "qonys/random/choice.hpp"

namespace qonys::models::kz_migration {

/// Citizens of the Economic Union need no permit: they come at the rate that held those of the
/// start, and take vacant posts. README, "Foreign labour".
class EaeuWorkers final : public Process {
public:
    struct Params {
        std::vector<double> workers;      ///< at the start, by partner
        std::vector<double> group_share;  ///< by sector group
        std::vector<std::size_t> sector_group;
        double arrival_rate = 0.0;  ///< a year, over the workers of the start
        double scale = 1.0;
    };
    EaeuWorkers(Registry& registry, const ForeignSetup& setup, Params params);
    [[nodiscard]] ProcessInfo info() const override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;
    void archive(Archive& archive) override;

private:
    [[nodiscard]] std::optional<FoundPost> find_post(const StepContext& step,
                                                     const ForeignStaff& staff,
                                                     std::uint64_t key) const;

    ForeignSetup setup_;
    Params params_;
    Choice group_;
    TallyId arrivals_;
    Draw group_draw_;
    Draw search_;
    Draw sampling_;
    std::vector<double> due_;            ///< by partner, persons of the country
    std::vector<std::int64_t> ordinal_;  ///< by partner: those who set out so far
};

}  // namespace qonys::models::kz_migration
