#pragma once

#include <mutex>
#include <vector>

#include "abroad/records.hpp"
#include "abroad/terms.hpp"

namespace qonys::models::kz_migration {

/// Arithmetic of those who left in the same month: how many of them are still abroad, and by what
/// right, so many months later. Of it follow who is abroad at the start, how many leave in a month
/// so that the stock takes its path, and how many of them irregularly. It knows no levers and no
/// people.
class AbroadCohorts {
public:
    explicit AbroadCohorts(const AbroadTerms& terms);

    /// Share of leavings without a right to work.
    [[nodiscard]] double irregular_leaving(std::size_t country) const
    {
        return irregular_[country];
    }
    /// Persons who leave in the `month`-th month of the run, at full scale.
    [[nodiscard]] double leavings(std::size_t country, int month) const;
    /// Those at the start by status and months since leaving; sums to 1.
    struct Standing {
        AbroadStatus status;
        int months;
    };
    [[nodiscard]] Standing at_start(std::size_t country, double u) const;
    /// Mean part of the full amount that those of the start send.
    [[nodiscard]] double mean_sent(std::size_t country) const { return sent_[country]; }

    static constexpr int months_followed = 480;
    static constexpr int months_planned = 360;

private:
    /// People by months since leaving.
    struct Ages {
        std::vector<double> regular;
        std::vector<double> irregular;
    };
    [[nodiscard]] Ages follow(std::size_t country, double irregular) const;
    /// What a month does to those who left so many months before.
    struct Step {
        double regular = 1.0;      ///< part of the regular still abroad
        double irregular = 1.0;    ///< the same of the irregular
        double overstays = 0.0;    ///< of the regular still abroad
        double regularised = 0.0;  ///< of the irregular still abroad

        void pass(double& with, double& without) const;
    };
    [[nodiscard]] Step step_at(std::size_t country, int months) const;
    void settle(std::size_t country);
    /// Months whose leavings have been asked for, and who is abroad after them.
    struct Plan {
        Ages stock;
        std::vector<double> leavings;
    };
    void plan_month(std::size_t country) const;

    AbroadTerms terms_;
    std::vector<std::vector<Step>> steps_;  ///< by country and months since leaving
    std::vector<double> irregular_;
    std::vector<double> sent_;
    mutable std::mutex planning_;                ///< replicates of a run share the plan
    mutable std::vector<Plan> plans_;            ///< by country
    std::vector<std::vector<double>> start_;     ///< cumulative, by country; regular ones first
};

/// Chance to come back in a month on one's own or for want of work, so many months after leaving.
[[nodiscard]] double return_chance(const AbroadTerms& terms, int months);
/// Whether the contract of somebody who left on his own ends, so many months after leaving.
[[nodiscard]] bool ends_contract(const AbroadTerms& terms, int months);

/// Part of published departures that citizens abroad make who settle where they are.
class ExpectedSettlers {
public:
    explicit ExpectedSettlers(const AbroadTerms& terms);
    [[nodiscard]] double persons(int year) const;

private:
    AbroadTerms terms_;
    double stock_ = 0.0;
};

}  // namespace qonys::models::kz_migration
