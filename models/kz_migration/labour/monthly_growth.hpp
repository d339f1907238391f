#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace qonys::models::kz_migration {

/// Growth from month to month behind means of years. Published growth compares the mean of a year
/// with that of the year before: who lets a level grow by it from January to December gets other
/// means. Here the rate of growth goes in straight lines from January to January, such that the
/// means come out.
class MonthlyGrowth {
public:
    /// `first`: mean of the first year over the level before its January; `later`: mean of each
    /// year after it over that of the year before. After the last year the rate stays.
    MonthlyGrowth(double first, std::span<const double> later);

    /// Level of a month over that of the month before; months from the first January on, which is
    /// 0.
    [[nodiscard]] double factor(std::size_t month) const;
    [[nodiscard]] double log_factor(std::size_t month) const;

private:
    double improve(std::span<const double> wanted);

    std::vector<double> rate_;  ///< of growth a year, in logs: in each January, and one more
};

}  // namespace qonys::models::kz_migration
