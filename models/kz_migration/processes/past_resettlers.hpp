#pragma once

#include <vector>

#include "processes/resettler_return.hpp"

namespace qonys::models::kz_migration {

/// At the start, households of receiving regions that came under the programme in the five years before:
/// they are under contract, may go back, and the last of them are still helped with rent. README.md,
/// part 7, section 6.
class PastResettlers final : public Process {
public:
    struct Params {
        double people = 0.0;                 ///< a year before the start, nation
        double family = 1.0;                 ///< people
        std::vector<double> origin_share;    ///< by region
        std::vector<double> yearly_return;   ///< by completed years since the move
        std::vector<double> places;          ///< published, by receiving region
        static Params read(Reader& in, const Resettlement::Params& programme,
                           const ResettlerReturn::Params& returning);
    };
    PastResettlers(Registry& registry, Params params, const Resettlement::Setup& setup);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;

private:
    [[nodiscard]] bool may_be_one(const Shard& shard, std::size_t home) const;
    /// Families that came so many months ago and are still here, of all that came in that month.
    [[nodiscard]] std::vector<double> still_here() const;
    void mark(const StepContext& step, Shard& shard, const std::vector<double>& chance) const;
    [[nodiscard]] ThousandTenge owed(const StepContext& step, const Support::Family& family,
                                     int months) const;

    WorldSchema schema_;
    Params params_;
    Resettlement::Setup setup_;
    Draw who_;
    Draw origin_;
    std::vector<double> inverse_origin_;
};

}  // namespace qonys::models::kz_migration
