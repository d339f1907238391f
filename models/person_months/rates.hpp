#pragma once

#include <array>
#include <vector>

#include "qonys/core/quantity.hpp"
#include "qonys/random/choice.hpp"
#include "qonys/random/threshold.hpp"
#include "qonys/world/people.hpp"

namespace qonys::models::person_months {

inline constexpr int num_educations = 4;
inline constexpr int num_regions = 20;
inline constexpr int num_statuses = 4;
inline constexpr int max_age = 110;

enum class Status : std::uint8_t { not_working, employed, unemployed, outside };

/// Monthly probabilities of the yardstick, as written in README.md.
[[nodiscard]] MonthlyProbability death(int age, Sex sex, int education);
[[nodiscard]] MonthlyProbability birth(int age, Sex sex, int education);
[[nodiscard]] MonthlyProbability job_change(int age, Status status);
[[nodiscard]] MonthlyProbability move(int age, int region);

/// Weight of each age 0..101 at the start.
[[nodiscard]] std::vector<double> age_weights();

/// The same probabilities as thresholds, tabulated.
class RateTables {
public:
    RateTables();
    [[nodiscard]] Threshold death(int age, Sex sex, int education) const
    {
        return death_[place(age, static_cast<int>(sex) * num_educations + education, 8)];
    }
    [[nodiscard]] Threshold birth(int age, Sex sex, int education) const
    {
        return birth_[place(age, static_cast<int>(sex) * num_educations + education, 8)];
    }
    [[nodiscard]] Threshold job_change(int age, Status status) const
    {
        return job_change_[place(age, static_cast<int>(status), num_statuses)];
    }
    [[nodiscard]] Threshold move(int age, int region) const
    {
        return move_[place(age, region, num_regions)];
    }

private:
    static std::size_t place(int age, int column, int num_columns)
    {
        return static_cast<std::size_t>(age * num_columns + column);
    }
    std::vector<Threshold> death_;
    std::vector<Threshold> birth_;
    std::vector<Threshold> job_change_;
    std::vector<Threshold> move_;
};

/// Where a mover goes: one of the 20 regions, or abroad (alternative 20).
[[nodiscard]] std::vector<Choice> destinations();
inline constexpr std::size_t abroad = num_regions;

}  // namespace qonys::models::person_months
