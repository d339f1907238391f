#include "labour/foreign_quota.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "qonys/population/rounding.hpp"

namespace qonys::models::kz_migration {
namespace {

bool is_seasonal(std::size_t segment)
{
    return segment % num_quota_categories == static_cast<std::size_t>(ForeignStatus::seasonal);
}

/// The whole year's places are there in January.
std::vector<double> at_once()
{
    std::vector<double> release(months_in_year, 0.0);
    release.front() = 1.0;
    return release;
}

}  // namespace

PermitQuota::PermitQuota(std::size_t num_regions, double scale, MonthSpan season)
    : scale_(scale),
      season_(season),
      ledger_("foreign_permits.quota", num_regions * num_quota_categories, scale, at_once()),
      moved_(num_regions * num_quota_categories, 0),
      used_(moved_.size(), 0)
{}

void PermitQuota::begin(const AddressedDraw& draw) { ledger_.begin(draw); }

void PermitQuota::open(Month now, std::span<const double> quota)
{
    std::vector<double> places(quota.begin(), quota.end());
    for (std::size_t i = 0; i < places.size(); ++i) {
        places[i] = std::max(0.0, places[i] + static_cast<double>(moved_[i]) / scale_);
    }
    ledger_.open_month(now, places);
}

/// At the pace of the year, or season, so far; `used`: with this month.
double PermitQuota::needed_later(std::size_t segment, Month now, std::int64_t used) const
{
    const MonthSpan months = is_seasonal(segment) ? season_ : MonthSpan{1, months_in_year};
    const int past = std::clamp(now.month_of_year(), months.first, months.last) - months.first + 1;
    const int ahead = months.last - months.first + 1 - past;
    return static_cast<double>(used) * ahead / past;
}

/// A region that has to refuse asks for places in the same month, and gets what others will not need
/// this year. Whole places, so that no part of one is lost on the way.
void PermitQuota::redistribute(Month now, double share, std::span<const std::int64_t> asked)
{
    std::vector<std::int64_t> lacking(asked.size(), 0);
    std::vector<std::int64_t> spare(asked.size(), 0);
    for (std::size_t i = 0; i < asked.size(); ++i) {
        lacking[i] = std::max<std::int64_t>(0, asked[i] - ledger_.slots()[i]);
        if (lacking[i] == 0) {
            const double left = ledger_.balance(i) - static_cast<double>(asked[i]);
            const double needed = needed_later(i, now, used_[i] + asked[i]);
            spare[i] = static_cast<std::int64_t>(std::max(0.0, share * (left - needed)));
        }
    }
    const auto sum = [](const std::vector<std::int64_t>& values) {
        return std::accumulate(values.begin(), values.end(), std::int64_t{0});
    };
    const auto part_of = [](const std::vector<std::int64_t>& most, std::int64_t total) {
        return round_to_total(std::vector<double>(most.begin(), most.end()), total, most);
    };
    const std::int64_t total = std::min(sum(lacking), sum(spare));
    const std::vector<std::int64_t> taken = part_of(spare, total);
    const std::vector<std::int64_t> gained = part_of(lacking, total);
    for (std::size_t i = 0; i < moved_.size(); ++i) {
        moved_[i] += gained[i] - taken[i];
    }
}

Allocation PermitQuota::give(Communicator& ranks, Month now, const Year& year,
                             std::span<const Candidate> candidates)
{
    if (now.month_of_year() == 1) {
        std::fill(moved_.begin(), moved_.end(), 0);
        std::fill(used_.begin(), used_.end(), 0);
    }
    open(now, year.quota);
    const int first = year.redistribution_month > 0 ? std::max(2, year.redistribution_month)
                                                    : months_in_year + 1;
    if (now.month_of_year() >= first) {
        std::vector<std::int64_t> asked(used_.size(), 0);
        for (const Candidate& one : candidates) {
            ++asked[one.segment];
        }
        redistribute(now, year.redistribution_share, asked);
        open(now, year.quota);
    }
    const auto mine = ranks.rank() == 0 ? candidates : std::span<const Candidate>{};
    Allocation allocation = allocate(ranks, mine, ledger_.slots(), ledger_.last_candidate());
    for (std::size_t i = 0; i < used_.size(); ++i) {
        used_[i] += allocation.granted()[i];
    }
    ledger_.use(allocation.granted());
    return allocation;
}

void PermitQuota::archive(Archive& archive)
{
    ledger_.archive(archive);
    archive.values("foreign_permits.moved", moved_);
    archive.values("foreign_permits.used", used_);
}

}  // namespace qonys::models::kz_migration
