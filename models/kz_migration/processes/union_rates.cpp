#include "processes/union_rates.hpp"

#include <algorithm>
#include <vector>

namespace qonys::models::kz_migration {
namespace {

constexpr double largest_share = 0.98;

/// Share with a partner at an exact age: straight lines between the middles of groups.
class PartneredCurve {
public:
    PartneredCurve(const Table<double, AgeGroupId>& shares, int first_age)
    {
        points_.push_back({static_cast<double>(first_age), 0.0});
        const std::size_t first_group = static_cast<std::size_t>(first_age) / years_in_group + 1;
        for (std::size_t group = first_group; group < num_age_groups; ++group) {
            const double target = shares(AgeGroupId(static_cast<AgeGroupId::rep>(group)));
            points_.push_back({middle(group), target});
        }
        // A bend pulls the mean of a group off its middle: push back some times.
        constexpr int rounds = 40;
        for (int round = 0; round < rounds; ++round) {
            for (std::size_t group = first_group; group < num_age_groups; ++group) {
                const double target = shares(AgeGroupId(static_cast<AgeGroupId::rep>(group)));
                double& share = points_[group - first_group + 1].y;
                share = std::clamp(share + 0.5 * (target - mean_of(group)), 0.0, largest_share);
            }
        }
    }

    [[nodiscard]] double at(double age) const { return interpolate(points_, age); }

private:
    static double middle(std::size_t group)
    {
        return static_cast<double>(group * years_in_group) + 0.5 * years_in_group;
    }
    [[nodiscard]] double mean_of(std::size_t group) const
    {
        double sum = 0.0;
        for (std::size_t year = 0; year < years_in_group; ++year) {
            sum += at(static_cast<double>(group * years_in_group + year) + 0.5);
        }
        return sum / years_in_group;
    }
    std::vector<Point> points_;
};

}  // namespace

UnionRates derive_union_rates(const UnionFacts& facts)
{
    const PartneredCurve curve(facts.partnered, facts.first_age);
    const std::array<Point, 2> fall{
        Point{static_cast<double>(facts.divorce_ages[0]), facts.divorce.value()},
        Point{static_cast<double>(facts.divorce_ages[1]), 0.0}};
    UnionRates rates;
    for (std::size_t age = 0; age < num_ages; ++age) {
        const auto exact_age = static_cast<double>(age);
        const double divorce = interpolate(fall, exact_age + 0.5);
        rates.dissolution[age] = AnnualRate(divorce);
        const double share = curve.at(exact_age + 0.5);
        const double rise = curve.at(exact_age + 1.0) - curve.at(exact_age);
        const double lost = (divorce + facts.husband_mortality[age]) * share;
        const bool may = static_cast<int>(age) >= facts.first_age &&
                         static_cast<int>(age) <= facts.last_age;
        rates.formation[age] =
            AnnualRate(may ? std::max(0.0, (rise + lost) / (1.0 - share)) : 0.0);
    }
    return rates;
}

}  // namespace qonys::models::kz_migration
