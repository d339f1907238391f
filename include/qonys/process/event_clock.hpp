#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "qonys/core/month.hpp"
#include "qonys/random/threshold.hpp"

namespace qonys {

/// Upper bound on the monthly probability that something happens to a person, by class and completed
/// years of age. Candidate events come at the bound; each is accepted with probability
/// (actual / bound) when its month comes. Only candidates are touched, the draws remain a function of
/// the person, and a policy that lowers or raises a rate below the bound changes nothing for those whom
/// it does not reach (thinning: Lewis and Shedler 1979).
///
/// A bound belongs to its process and is the same in all scenarios.
class HazardBound {
public:
    /// bound(class, age) for age 0..max_age; ages above have the bound of max_age.
    HazardBound(std::size_t num_classes, int max_age,
                const std::function<MonthlyProbability(std::size_t cls, int age)>& bound);

    /// Month of the next candidate after `now`, for a unit exponential variate drawn in `now`; `never`
    /// when it lies beyond what a MonthStamp holds. Drawing anew at a change of class is legal: the
    /// waiting time has no memory.
    [[nodiscard]] MonthStamp next(std::size_t cls, MonthStamp birth_month, Month now,
                                  double exponential) const;

    /// Whether nothing can ever happen to this class: its clocks need no draw.
    [[nodiscard]] bool is_inert(std::size_t cls) const { return inert_[cls] != 0; }

    /// Bound in force for a class and age.
    [[nodiscard]] Threshold at(std::size_t cls, int age) const
    {
        return thresholds_[place(cls, age)];
    }

private:
    [[nodiscard]] std::size_t place(std::size_t cls, int age) const
    {
        const auto last = static_cast<std::size_t>(num_ages_ - 1);
        const auto row = age < 0 ? std::size_t{0} : static_cast<std::size_t>(age);
        return cls * static_cast<std::size_t>(num_ages_) + (row < last ? row : last);
    }

    void add_shortcuts(std::size_t first);

    int num_ages_;
    struct Hazard {
        double monthly;  ///< -log(1 - bound)
        double inverse;  ///< months; 0 when nothing can happen
    };
    std::vector<std::uint8_t> inert_;    ///< by class
    std::vector<int> first_at_risk_;     ///< by class: the age before which nothing can happen
    std::vector<Hazard> hazards_;
    std::vector<double> exposure_;       ///< summed hazard from birth to the first month of the age
    std::vector<Threshold> thresholds_;
    std::vector<std::uint16_t> shortcuts_;  ///< by class and step of exposure: the age it reaches
};

/// Rows whose stamp equals `now`, in row order; `rows` is overwritten. Working on a list in batches
/// (gather, draw, decide) hides the memory latency that row by row would wait for.
void collect_due(std::span<const MonthStamp> due, Month now, std::vector<std::uint32_t>& rows);

/// The same for rows whose stamp equals `now` or `other` (a clock that was never wound): one pass.
void collect_due_or(std::span<const MonthStamp> due, Month now, MonthStamp other,
                    std::vector<std::uint32_t>& rows);

}  // namespace qonys
