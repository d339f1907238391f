#pragma once

#include <vector>

#include "irregular/start.hpp"
#include "processes/foreign_setup.hpp"
#include "qonys/process/process.hpp"
#include "qonys/random/choice.hpp"

namespace qonys::models::kz_migration {

/// Irregular people come as visitors, come back after a ban, leave and die. Those whose permit ends
/// are let in by the processes that know them. README, "Irregular stay and control".
class IrregularStay final : public Process {
public:
    IrregularStay(Registry& registry, const ForeignSetup& setup, double scale,
                  IrregularStart start);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override { start_.place(step, world); }
    void conclude(const StepContext& step, World& world, Tallies& counts) override;
    void archive(Archive& archive) override;

private:
    struct Books {
        const StepContext& step;
        ForeignStaff staff;
        IrregularPeople irregular;
        EntryBans bans;
        CountOnce count;
    };
    [[nodiscard]] std::vector<std::uint32_t> changing(
        const Books& books, std::vector<std::optional<IrregularExit>>& ends) const;
    [[nodiscard]] bool has_lost_post(const Books& books, std::uint32_t row) const;
    void end_stays(Books& books) const;
    void take_in_visitors(Books& books);
    void try_to_return(Books& books) const;
    [[nodiscard]] Threshold comes(const StepContext& step, RegionId region) const;

    ForeignSetup setup_;
    double scale_;
    IrregularStart start_;
    TallyId refused_;
    Draw exit_;
    Draw origin_;
    Draw comes_;
    Draw sampling_;
    Draw return_;
    Choice choice_;                      ///< of an origin
    std::vector<double> due_;            ///< by region: visitors of the country not yet dealt with
    std::vector<std::int64_t> ordinal_;  ///< by region: those so far
};

}  // namespace qonys::models::kz_migration
