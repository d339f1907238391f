#pragma once

#include <array>
#include <optional>
#include <vector>

#include "labour/post_search.hpp"
#include "labour/specialists.hpp"
#include "processes/foreign_setup.hpp"
#include "qonys/policy/quota_ledger.hpp"
#include "qonys/process/process.hpp"
#include "qonys/random/choice.hpp"

namespace qonys::models::kz_migration {

/// Specialists, investors and those who work from afar come on visas of their own, work, and leave.
/// README, "Specialists".
class SpecialistVisas final : public Process {
public:
    struct Params {
        static constexpr double least_capital = 100'000.0;  ///< USD: who has less never asks
        static constexpr double least_income = 1'000.0;     ///< USD a month
        Axis kind;
        Axis region;
        std::vector<double> applicants;  ///< a year, by kind, at thresholds as they stand
        std::vector<double> places;
        std::vector<double> months;
        double capital = 0.0;           ///< USD, asked of investors
        double income = 0.0;            ///< USD a month, asked of nomads
        double capital_exponent = 0.0;  ///< of the tail of capital
        double income_exponent = 0.0;
        int search_months = 0;  ///< that a specialist who lost a post may look for one
        AnnualRate leave;
        Share renewal_wish;
        std::vector<double> origin_share;  ///< by partner
        std::vector<double> region_share;  ///< where those live who take no post
        std::size_t science_sector = 0;
        double scale = 1.0;

        static Params read(Reader in, const Axes& axes, const Axis& sector, double scale);
    };
    /// `work`: none where nobody works for an employer; then those who need a post do not come.
    SpecialistVisas(Registry& registry, const SpecialistColumns& columns, Params params,
                    std::optional<ForeignSetup> work);
    [[nodiscard]] ProcessInfo info() const override;
    void start(const StepContext& step, World& world) override;
    void conclude(const StepContext& step, World& world, Tallies& counts) override;
    void archive(Archive& archive) override;

private:
    class Month;
    enum class Refusal : std::uint8_t { threshold, places, no_post };
    struct Applicant {
        std::uint64_t key;
        SpecialistKind kind;
        double means;  ///< USD: capital, or income a month
    };
    struct Levers {
        LeverId places;
        LeverId months;
        LeverId capital;
        LeverId income;
        static Levers declare(Registry& registry, const Params& params);
    };
    struct Counted {
        TallyId arrivals;    ///< kind, region
        TallyId refused;     ///< why, kind
        TallyId departures;  ///< kind
        TallyId capital;     ///< USD, by region
        TallyId stock;       ///< kind, region
        static Counted declare(Registry& registry, const Params& params);
    };
    [[nodiscard]] std::vector<Applicant> applicants(const StepContext& step);
    [[nodiscard]] double means(const StepContext& step, const Applicant& one) const;

    SpecialistColumns columns_;
    Params params_;
    std::optional<ForeignSetup> work_;
    Levers levers_;
    Counted counted_;
    Draw debt_;
    Draw sampling_;
    Draw means_;
    Draw priority_;
    Draw origin_draw_;
    Draw region_draw_;
    Draw search_;
    Draw life_;
    Choice origin_;
    Choice region_;
    QuotaLedger ledger_;
    std::vector<double> due_;            ///< by kind
    std::vector<std::int64_t> ordinal_;  ///< by kind
};

}  // namespace qonys::models::kz_migration
