#pragma once

#include <span>
#include <vector>

#include "labour/foreign_workers.hpp"
#include "qonys/parallel/allocate.hpp"
#include "qonys/policy/quota_ledger.hpp"

namespace qonys::models::kz_migration {

/// The employers' quota by region and category within a year, and the redistribution of what some
/// regions and categories do not use to those that had to refuse.
class PermitQuota {
public:
    struct Release {
        std::vector<double> annual;  ///< part of the year by month: categories 1-4
        std::vector<double> seasonal;
    };
    PermitQuota(std::size_t num_regions, double scale, const Release& release);

    [[nodiscard]] std::uint32_t segment(RegionId region, ForeignStatus category) const
    {
        return static_cast<std::uint32_t>(region.value() * num_quota_categories +
                                          static_cast<std::size_t>(category));
    }
    void begin(const AddressedDraw& draw);  ///< see QuotaLedger::begin
    struct Redistribution {
        int month;  ///< of the year, from which on; 0: never
        double share;
    };
    /// `quota` of the year at full scale, by segment.
    void open_month(Month now, std::span<const double> quota, Redistribution redistribution);
    /// Gives out places; `candidates` the same on every rank. Once a month.
    Allocation give(Communicator& ranks, std::span<const Candidate> candidates);
    void archive(Archive& archive);

private:
    void redistribute(Month now, std::span<const double> quota, double share);

    double scale_;
    QuotaLedger annual_;
    QuotaLedger seasonal_;
    std::vector<double> seasonal_release_;
    std::vector<double> moved_;       ///< places gained by redistribution this year, at full scale
    std::vector<std::int64_t> used_;  ///< this year, of the sample
    std::vector<std::int64_t> refused_;  ///< in the last month, of the sample
};

}  // namespace qonys::models::kz_migration
