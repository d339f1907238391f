#include "qonys/run/target_comparison.hpp"

#include <algorithm>

namespace qonys {
namespace {

/// Numbers of one indicator in one year, of the replicates named; none where one of them has none.
std::optional<std::vector<double>> numbers_of(const TargetValues& table, std::size_t indicator,
                                              std::size_t year,
                                              std::span<const std::uint32_t> replicates)
{
    std::vector<double> numbers;
    for (const std::uint32_t replicate : replicates) {
        const auto row = std::find(table.replicates.begin(), table.replicates.end(), replicate);
        if (row == table.replicates.end()) {
            return std::nullopt;
        }
        const double value =
            table.at(static_cast<std::size_t>(row - table.replicates.begin()), indicator, year);
        if (value != value) {
            return std::nullopt;
        }
        numbers.push_back(value);
    }
    return numbers;
}

double part_that_meets(const std::vector<double>& numbers, const TargetValues::One& indicator)
{
    const double target = *indicator.target;
    const auto meets = [&](double number) {
        return indicator.met == "at most" ? number <= target : number >= target;
    };
    const auto count = std::count_if(numbers.begin(), numbers.end(), meets);
    return static_cast<double>(count) / static_cast<double>(numbers.size());
}

template <class Values, class Value>
std::optional<std::size_t> place_of(const Values& values, const Value& wanted)
{
    const auto found = std::find(values.begin(), values.end(), wanted);
    return found == values.end() ? std::nullopt
                                 : std::optional(static_cast<std::size_t>(found - values.begin()));
}

}  // namespace

std::vector<TargetComparison> compare_targets(const std::optional<TargetValues>& a,
                                              const std::optional<TargetValues>& b,
                                              std::span<const std::uint32_t> replicates)
{
    std::vector<TargetComparison> result;
    if (!a || !b || replicates.empty()) {
        return result;
    }
    std::vector<std::string> ids_of_b;
    for (const TargetValues::One& one : b->indicators) {
        ids_of_b.push_back(one.id);
    }
    for (std::size_t i = 0; i < a->indicators.size(); ++i) {
        const TargetValues::One& indicator = a->indicators[i];
        const auto in_b = place_of(ids_of_b, indicator.id);
        if (!in_b) {
            continue;
        }
        TargetComparison one{indicator, {}};
        for (std::size_t year = 0; year < a->years.size(); ++year) {
            const auto year_of_b = place_of(b->years, a->years[year]);
            if (!year_of_b) {
                continue;
            }
            TargetYear row{a->years[year], std::nullopt, std::nullopt, std::nullopt};
            const auto numbers_a = numbers_of(*a, i, year, replicates);
            const auto numbers_b = numbers_of(*b, *in_b, *year_of_b, replicates);
            if (numbers_a && numbers_b) {
                row.difference = paired_difference(*numbers_a, *numbers_b);
                if (indicator.target && indicator.target_year == row.year) {
                    row.met_a = part_that_meets(*numbers_a, indicator);
                    row.met_b = part_that_meets(*numbers_b, indicator);
                }
            }
            one.years.push_back(row);
        }
        result.push_back(std::move(one));
    }
    return result;
}

}  // namespace qonys
