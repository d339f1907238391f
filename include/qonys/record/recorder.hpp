#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "qonys/core/archive.hpp"
#include "qonys/record/series.hpp"
#include "qonys/world/tally.hpp"

namespace qonys {

/// Turns the counts of each month into series: flows month by month or summed over calendar years,
/// stocks at the end of the period and once before the first month. The same on every rank.
class Recorder {
public:
    explicit Recorder(const TallyBook& book);

    /// Stocks before the first month; `before` is the month that ends then.
    void take_initial(Month before, std::span<const std::int64_t> counts);
    /// Counts of one month, summed over workers and ranks. `last` closes an unfinished year
    /// of flows; stocks of a year are those at its end, and an unfinished one has none.
    void take(Month now, std::span<const std::int64_t> counts, bool last);

    /// Closes an unfinished year after month `now`, as the last month of the run would have: for a
    /// run that ends before its time.
    void end_early(Month now);

    [[nodiscard]] const std::vector<Series>& series() const { return series_; }
    [[nodiscard]] const Series* find(std::string_view name) const;

    void archive(Archive& archive);

private:
    const TallyBook* book_;
    std::vector<Series> series_;
    std::vector<std::vector<std::int64_t>> year_so_far_;  ///< by series; empty unless a yearly flow
};

}  // namespace qonys
