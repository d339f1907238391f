#pragma once

#include <span>
#include <vector>

#include "labour/foreign_workers.hpp"
#include "qonys/parallel/allocate.hpp"
#include "qonys/policy/quota_ledger.hpp"

namespace qonys::models::kz_migration {

/// Months of the year, both included.
struct MonthSpan {
    int first;
    int last;
};

/// The employers' quota by region and category: open as a whole from January on, until it is used. What
/// some regions and categories do not need goes to those that have to refuse.
class PermitQuota {
public:
    /// `season`: of requests for seasonal workers.
    PermitQuota(std::size_t num_regions, double scale, MonthSpan season);

    [[nodiscard]] std::uint32_t segment(RegionId region, ForeignStatus category) const
    {
        return static_cast<std::uint32_t>(region.value() * num_quota_categories +
                                          static_cast<std::size_t>(category));
    }
    void begin(const AddressedDraw& draw);  ///< see QuotaLedger::begin
    struct Year {
        std::span<const double> quota;  ///< of the year at full scale, by segment
        int redistribution_month;       ///< from which on, February at the earliest; 0: never
        double redistribution_share;    ///< of what a segment does not need
    };
    /// Gives out places; `candidates` the same on every rank. Once a month.
    Allocation give(Communicator& ranks, Month now, const Year& year,
                    std::span<const Candidate> candidates);
    void archive(Archive& archive);

private:
    void open(Month now, std::span<const double> quota);
    void redistribute(Month now, double share, std::span<const std::int64_t> asked);
    [[nodiscard]] double needed_later(std::size_t segment, Month now, std::int64_t used) const;

    double scale_;
    MonthSpan season_;
    QuotaLedger ledger_;
    std::vector<std::int64_t> moved_;  ///< places gained by redistribution this year, of the sample
    std::vector<std::int64_t> used_;   ///< this year, of the sample
};

}  // namespace qonys::models::kz_migration
