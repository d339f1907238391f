#pragma once

#include <array>
#include <memory>
#include <vector>

#include "labour/demand_shares.hpp"
#include "labour/jobs.hpp"
#include "labour/market.hpp"
#include "labour/tables.hpp"
#include "qonys/process/process.hpp"
#include "qonys/random/threshold.hpp"

namespace qonys::models::kz_migration {

/// What the parts of the labour floor share.
struct LabourSetup {
    LabourAxes axes;
    JobColumns jobs;
    EmployerColumns employers;
    std::shared_ptr<LabourMarket> market;
};

/// Employers decide on posts and wages, and some close. README, "Employers".
class EmployerDecisions final : public Process {
public:
    struct Params {
        LabourPaths paths;
        Table<double, RegionId> vacancy_rate;      ///< vacant over all posts at the start
        Table<double, SectorId> local_demand;      ///< elasticity to the region's labour force
        double wage_elasticity = 0.0;              ///< of posts, negative
        double fortune_persistence = 0.0;          ///< a month
        double fortune_sd = 0.0;                   ///< of the log, in the long run
        int staff_lag = 0;                         ///< months by which staff follows luck at the start
        Share layoff_tolerance;                    ///< of staff too many that is left to attrition
        Share layoff_speed;                        ///< of the rest, laid off in a month
        double wage_curve = 0.0;                   ///< elasticity of pay to unemployment, negative
        double wage_adjustment = 0.0;              ///< part of the gap closed in a month
        double vacancy_rise = 0.0;                 ///< of pay, a month, while posts stay open
        Share vacancy_tight;                       ///< vacant over all posts that counts as open
        double hidden_vacancies = 1.0;             ///< vacant posts over those of `vacancy_rate`
        int vacancy_patience = 0;                  ///< months that posts stay open before
        double relocation = 0.0;                   ///< of posts open beyond the usual, a month
        double closing_size_exponent = 0.0;        ///< of closing on staff, taken off
        double displacement = 0.0;                 ///< of posts that support makes, from others
        std::array<AnnualRate, num_employer_kinds> closing{};

        static Params read(Reader& in, const LabourAxes& axes, const Outlook& outlook,
                           int first_year);
    };

    EmployerDecisions(Registry& registry, const LabourSetup& setup, Params params);
    [[nodiscard]] ProcessInfo info() const override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;
    void archive(Archive& archive) override { setup_.market->archive(archive); }

private:
    class Decisions;
    [[nodiscard]] std::vector<std::int64_t> of_segments(const std::vector<std::int64_t>& lists,
                                                        std::size_t list) const;
    [[nodiscard]] std::vector<double> moving() const;
    void take_first_stock(const Rows& employers);
    void draw_first_luck(const StepContext& step, Rows& employers) const;

    LabourSetup setup_;
    Params params_;
    Draw fortune_;
    Draw rounding_;
    Draw closing_;
    LeverId demand_;
    TallyId closed_;
    TallyId supported_;
};

}  // namespace qonys::models::kz_migration
