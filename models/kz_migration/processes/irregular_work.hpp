#pragma once

#include <vector>

#include "irregular/people.hpp"
#include "irregular/replacement.hpp"
#include "processes/foreign_setup.hpp"
#include "qonys/parallel/ring_pairing.hpp"
#include "qonys/process/process.hpp"

namespace qonys::models::kz_migration {

/// Irregular people without work look for a post that an employer gives without a permit. README,
/// "Irregular stay and control".
class IrregularWorkSearch final : public Process {
public:
    IrregularWorkSearch(Registry& registry, const ForeignSetup& setup,
                        std::shared_ptr<const Replacement> replacement);
    [[nodiscard]] ProcessInfo info() const override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;

private:
    struct Posts {
        std::vector<RingPoint> points;
        struct Place {
            EmployerId employer;
            Skill skill;
        };
        std::vector<Place> places;
    };
    struct Books {
        const StepContext& step;
        ForeignStaff staff;
        IrregularPeople irregular;
        CountOnce count;
    };
    void find_posts(const StepContext& step, Rows& employers, Posts& posts) const;
    void look_at(const StepContext& step, const Rows& employers, std::size_t row,
                 Posts& posts) const;
    void meet(Books& books, std::uint32_t seeker, const Posts::Place& place) const;

    ForeignSetup setup_;
    std::shared_ptr<const Replacement> replacement_;
    Draw search_;
    Draw post_;
    Draw hired_;
    TallyId taken_;
};

}  // namespace qonys::models::kz_migration
