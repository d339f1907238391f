#pragma once

#include <vector>

#include "irregular/people.hpp"
#include "labour/foreign_cost.hpp"
#include "labour/foreign_quota.hpp"
#include "labour/offer.hpp"
#include "processes/foreign_setup.hpp"
#include "processes/permit_levers.hpp"
#include "processes/post_succession.hpp"
#include "qonys/process/process.hpp"
#include "qonys/random/choice.hpp"

namespace qonys::models::kz_migration {

/// Employers whose posts stay open ask for permits, and for longer ones when permits end; the quota
/// decides. README, "Foreign labour".
class ForeignPermits final : public Process {
public:
    struct Params {
        ForeignLevers levers;
        PermitTerms terms;
        std::vector<double> origin_share;  ///< by partner
        double scale = 1.0;                ///< part of the population that is simulated
    };
    /// `offer`: what posts pay.
    ForeignPermits(Registry& registry, const ForeignSetup& setup, const JobOffer& offer,
                   Params params);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;
    void archive(Archive& archive) override { quota_.archive(archive); }

private:
    class Month;
    struct Tallied {
        TallyId issued;
        TallyId extended;
        TallyId refused;
    };
    static Tallied declare_tallies(Registry& registry, const ForeignAxes& axes);

    ForeignSetup setup_;
    JobOffer offer_;
    Params params_;
    PermitLevers levers_;
    Tallied tallies_;
    Draw debt_;
    Draw priority_;
    Draw extension_;
    Draw worth_;      ///< of a post: whether it is worth the fee
    Draw origin_;
    Draw irregular_;
    PostSuccession succession_;
    Draw rounding_;   ///< of the local share in samples
    Choice choice_;   ///< of an origin
    FeeResponse fees_;
    PermitQuota quota_;
};

}  // namespace qonys::models::kz_migration
