#include "labour/foreign_quota.hpp"

#include <algorithm>
#include <numeric>

namespace qonys::models::kz_migration {
namespace {

bool is_seasonal(std::size_t segment)
{
    return segment % num_quota_categories == static_cast<std::size_t>(ForeignStatus::seasonal);
}

}  // namespace

PermitQuota::PermitQuota(std::size_t num_regions, double scale, const Release& release)
    : scale_(scale),
      annual_("foreign_permits.quota", num_regions * num_quota_categories, scale, release.annual),
      seasonal_("foreign_permits.seasonal_quota", num_regions * num_quota_categories, scale,
                release.seasonal),
      seasonal_release_(release.seasonal),
      moved_(num_regions * num_quota_categories, 0.0),
      used_(moved_.size(), 0),
      refused_(moved_.size(), 0)
{}

void PermitQuota::begin(const AddressedDraw& draw)
{
    annual_.begin(draw);
    seasonal_.begin(draw);
}

void PermitQuota::open_month(Month now, std::span<const double> quota,
                             Redistribution redistribution)
{
    if (now.month_of_year() == 1) {
        std::fill(moved_.begin(), moved_.end(), 0.0);
        std::fill(used_.begin(), used_.end(), 0);
    }
    if (redistribution.month > 1 && now.month_of_year() >= redistribution.month) {
        redistribute(now, quota, redistribution.share);
    }
    std::vector<double> annual(quota.size(), 0.0);
    std::vector<double> seasonal(quota.size(), 0.0);
    for (std::size_t i = 0; i < quota.size(); ++i) {
        (is_seasonal(i) ? seasonal : annual)[i] = std::max(0.0, quota[i] + moved_[i]);
    }
    annual_.open_month(now, annual);
    seasonal_.open_month(now, seasonal);
}

/// What a segment would leave over at the pace of the year so far goes to those whose requests of
/// the last month were refused: no more than these ask for.
void PermitQuota::redistribute(Month now, std::span<const double> quota, double share)
{
    const int past = now.month_of_year() - 1;
    const double seasonal_past =
        std::accumulate(seasonal_release_.begin(), seasonal_release_.begin() + past, 0.0);
    const double annual_pace = static_cast<double>(months_in_year) / past;
    std::vector<double> spare(quota.size(), 0.0);
    double offered = 0.0;
    double wanted = 0.0;
    for (std::size_t i = 0; i < quota.size(); ++i) {
        const double pace =
            is_seasonal(i) ? 1.0 / std::max(seasonal_past, 1.0 / months_in_year) : annual_pace;
        const double used = static_cast<double>(used_[i]) / scale_ * pace;
        spare[i] = refused_[i] == 0 ? std::max(0.0, share * (quota[i] + moved_[i] - used)) : 0.0;
        offered += spare[i];
        wanted += static_cast<double>(refused_[i]) / scale_;
    }
    const double given = std::min(offered, wanted);
    for (std::size_t i = 0; i < quota.size() && given > 0.0; ++i) {
        moved_[i] +=
            static_cast<double>(refused_[i]) / scale_ * given / wanted - spare[i] * given / offered;
    }
}

Allocation PermitQuota::give(Communicator& ranks, std::span<const Candidate> candidates)
{
    std::vector<std::int64_t> slots(annual_.slots());
    for (std::size_t i = 0; i < slots.size(); ++i) {
        slots[i] += seasonal_.slots()[i];
    }
    const auto mine = ranks.rank() == 0 ? candidates : std::span<const Candidate>{};
    Allocation allocation = allocate(ranks, mine, slots, annual_.last_candidate());
    std::vector<std::int64_t> annual(allocation.granted());
    std::vector<std::int64_t> seasonal(annual.size(), 0);
    std::fill(refused_.begin(), refused_.end(), 0);
    for (const Candidate& one : candidates) {
        ++refused_[one.segment];
    }
    for (std::size_t i = 0; i < annual.size(); ++i) {
        used_[i] += annual[i];
        refused_[i] -= annual[i];
        if (is_seasonal(i)) {
            std::swap(annual[i], seasonal[i]);
        }
    }
    annual_.use(annual);
    seasonal_.use(seasonal);
    return allocation;
}

void PermitQuota::archive(Archive& archive)
{
    annual_.archive(archive);
    seasonal_.archive(archive);
    archive.values("foreign_permits.moved", moved_);
    archive.values("foreign_permits.used", used_);
    archive.values("foreign_permits.refused", refused_);
}

}  // namespace qonys::models::kz_migration
