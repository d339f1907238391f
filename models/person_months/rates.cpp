#include "rates.hpp"

#include <algorithm>
#include <cstdlib>

#include "qonys/core/math.hpp"

namespace qonys::models::person_months {
namespace {

double bell(double x) { return exact::exp(-0.5 * x * x); }

bool works(int age) { return age >= 16 && age < 63; }

}  // namespace

MonthlyProbability death(int age, Sex sex, int education)
{
    const double at_birth = age == 0 ? 0.006 : 1e-4;
    const double by_sex = sex == Sex::female ? 0.6 : 1.25;
    const double yearly =
        at_birth + 3e-5 * exact::exp(0.088 * age) * by_sex * (1.2 - 0.1 * education);
    return MonthlyProbability{std::min(0.6, yearly) / 12.0};
}

MonthlyProbability birth(int age, Sex sex, int education)
{
    if (sex == Sex::male || age < 15 || age >= 50) {
        return MonthlyProbability{0.0};
    }
    return MonthlyProbability{0.21 * bell((age - 28) / 6.0) * (1.2 - 0.12 * education) / 12.0};
}

MonthlyProbability job_change(int age, Status status)
{
    constexpr std::array<double, num_statuses> by_status{0.006, 0.012, 0.03, 0.01};
    return MonthlyProbability{works(age) ? by_status[static_cast<std::size_t>(status)] : 0.0};
}

MonthlyProbability move(int age, int region)
{
    return MonthlyProbability{0.0035 * (0.4 + 1.8 * bell((age - 23) / 8.0)) * (0.7 + 0.03 * region)};
}

std::vector<double> age_weights()
{
    std::vector<double> weights;
    for (int age = 0; age <= 101; ++age) {
        if (age < 15) {
            weights.push_back(1.45);
        } else if (age < 65) {
            weights.push_back(1.0 + 0.35 * std::max(0.0, 1.0 - std::abs(age - 33) / 12.0));
        } else {
            weights.push_back(std::max(0.0, 0.55 * (1.0 - (age - 65) / 37.0)));
        }
    }
    return weights;
}

RateTables::RateTables()
{
    for (int age = 0; age <= max_age; ++age) {
        for (const Sex sex : {Sex::male, Sex::female}) {
            for (int education = 0; education < num_educations; ++education) {
                death_.emplace_back(person_months::death(age, sex, education));
                birth_.emplace_back(person_months::birth(age, sex, education));
            }
        }
        for (int status = 0; status < num_statuses; ++status) {
            job_change_.emplace_back(person_months::job_change(age, static_cast<Status>(status)));
        }
        for (int region = 0; region < num_regions; ++region) {
            move_.emplace_back(person_months::move(age, region));
        }
    }
}

std::vector<Choice> destinations()
{
    std::vector<Choice> choices;
    for (int origin = 0; origin < num_regions; ++origin) {
        std::vector<double> weights;
        for (int region = 0; region < num_regions; ++region) {
            weights.push_back(region == origin ? 0.0 : 1.0 / (1 + std::abs(region - origin)));
        }
        weights.push_back(0.6);
        choices.emplace_back(weights);
    }
    return choices;
}

}  // namespace qonys::models::person_months
