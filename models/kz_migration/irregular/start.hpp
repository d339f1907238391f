#pragma once

#include <vector>

#include "irregular/people.hpp"
#include "processes/foreign_setup.hpp"

namespace qonys::models::kz_migration {

/// Irregular people of one kind and region as the rules of the start keep them in the long run, by
/// what they do. README, "Irregular stay and control".
struct IrregularBalance {
    double without_work = 0.0;  ///< persons
    double in_homes = 0.0;
    double at_employers = 0.0;
    double expelled = 0.0;  ///< persons/year

    /// `begun`: persons a year.
    static IrregularBalance of(const IrregularTerms& terms, const ControlParams& control,
                               double begun, double seeks_employer);
};

/// The irregular people and the bans of the start.
class IrregularStart {
public:
    /// `stays_ended`: workers of private persons whose last permit ends, a year, by region.
    IrregularStart(Registry& registry, const ForeignSetup& setup, double scale,
                   std::vector<double> stays_ended);
    void place(const StepContext& step, World& world) const;

    [[nodiscard]] static std::vector<std::string> draws()
    {
        return {"start_work", "start_post", "start_time", "start_origin", "start_ban"};
    }

private:
    class Placing;
    ForeignSetup setup_;
    double scale_;
    std::vector<double> stays_ended_;
    Draw work_;
    Draw post_;
    Draw time_;
    Draw origin_;
    Draw ban_;
};

}  // namespace qonys::models::kz_migration
