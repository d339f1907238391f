#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "qonys/scenario/reader.hpp"
#include "qonys/world/people.hpp"
#include "support/run_scenario.hpp"

namespace qonys::testing {

/// What the model must give on average: people as expected numbers by month of birth and sex,
/// carried from month to month with the model's timing. Own arithmetic; only the tables are the
/// model's.
class CohortArithmetic {
public:
    static constexpr int num_ages = 101;

    /// Expected numbers of `num_people` people at the start after whole years from January.
    CohortArithmetic(const std::string& scenario_text, double num_people, int years)
        : population(num_ages * 2, 0.0)
    {
        const Document document = Document::parse(scenario_text, "test.toml", yardsticks());
        Reader in(document);
        const Axis ages = Axis::range("age", 0, num_ages - 1);
        const Axis sexes("sex", {"male", "female"});
        const auto shares = in.section("population")
                                .table<double, int, std::size_t>("by_age_and_sex", {ages, sexes},
                                                                 Bounds::any(), {});
        deaths_ = in.section("mortality")
                      .table<double, int, std::size_t>("rates", {ages, sexes}, Bounds::any(), {});
        births_ = in.section("fertility").table<double, int>("rates", {ages}, Bounds::any(), {});
        share_of_boys_ = in.section("fertility").share("share_of_boys", {}).value();
        in.throw_if_any();
        double sum = 0.0;
        for (const double share : shares.values()) {
            sum += share;
        }
        for (int age = 0; age < num_ages; ++age) {
            for (int month = 0; month < 12; ++month) {
                for (std::size_t sex = 0; sex < 2; ++sex) {
                    cohorts_[month - 12 * (age + 1)][sex] =
                        num_people * shares(age, sex) / sum / 12.0;
                }
            }
        }
        for (int month = 0; month < 12 * years; ++month) {
            if (month % 12 == 0) {
                deaths.push_back({0.0, 0.0});
                births.push_back({0.0, 0.0});
            }
            live(month);
        }
        for (const auto& [birth_month, cohort] : cohorts_) {
            const int age = age_in(birth_month, 12 * years - 1);
            population[static_cast<std::size_t>(age) * 2] += cohort[0];
            population[static_cast<std::size_t>(age) * 2 + 1] += cohort[1];
        }
    }

    using BySex = std::array<double, 2>;
    std::vector<double> population;  ///< at the end, age x sex
    std::vector<BySex> deaths;       ///< by year
    std::vector<BySex> births;

    /// Largest expected number of children of a woman within a year.
    [[nodiscard]] double most_births() const
    {
        return *std::max_element(births_.values().begin(), births_.values().end());
    }

private:
    static int age_in(int birth_month, int month)
    {
        return std::min((month - birth_month) / 12, num_ages - 1);
    }
    static double chance(double yearly_rate) { return 1.0 - std::exp(-yearly_rate / 12.0); }

    /// A birthday for a twelfth, then death, then birth; a newborn's first draw is in the next
    /// month.
    void live(int month)
    {
        double newborns = 0.0;
        for (auto& [birth_month, cohort] : cohorts_) {
            const int age = age_in(birth_month, month);
            for (std::size_t sex = 0; sex < 2; ++sex) {
                const double dying = cohort[sex] * chance(deaths_(age, sex));
                cohort[sex] -= dying;
                deaths.back()[sex] += dying;
            }
            newborns += cohort[1] * chance(births_(age));
        }
        cohorts_[month] = {newborns * share_of_boys_, newborns * (1.0 - share_of_boys_)};
        births.back()[0] += cohorts_[month][0];
        births.back()[1] += cohorts_[month][1];
    }

    Table<double, int, std::size_t> deaths_;
    Table<double, int> births_;
    double share_of_boys_ = 0.0;
    std::map<int, BySex> cohorts_;  ///< by month of birth, months since the start
};

}  // namespace qonys::testing
